// SPDX-License-Identifier: Apache-2.0
// What somebody sees of the records of one ledger: which rows, which fields of each, and by which
// he may compare them.
#pragma once

#include "access/grant.hpp"
#include "model/records/ledger_record.hpp"

namespace taizhang::service {

std::optional<UnitId> unit_of(const model::LedgerDefinition& ledger,
                              const std::vector<model::Value>& values);

class RecordSight {
  public:
    // Forbidden where the permission is not given for the ledger.
    static Result<RecordSight> create(
        const access::Principal& principal, const model::LedgerDefinition& ledger,
        access::Permission permission = access::Permission::ReadRecords);

    const access::Grant& grant() const { return grant_; }
    // For queries of the store; lives as long as this.
    const model::Scope& rows() const { return rows_; }
    bool holds(const model::LedgerRecord& record) const;

    // A field that is not there for him is left out, whatever stands in it.
    bool shows(const model::LedgerRecord& record, std::size_t field) const;
    bool shows_everywhere(const model::FieldDefinition& field) const;

    // Whether he may filter and sort by it: in every row that he sees.
    bool compares(const model::FieldDefinition& field) const;
    bool compares(const model::LedgerRecord& record, std::size_t field) const;

  private:
    RecordSight(const model::LedgerDefinition& ledger, access::Grant grant,
                std::optional<access::Grant> find)
        : ledger_(&ledger),
          grant_(std::move(grant)),
          find_(std::move(find)),
          rows_(grant_.rows(ledger)) {}

    const model::LedgerDefinition* ledger_;
    access::Grant grant_;
    std::optional<access::Grant> find_;
    model::Scope rows_;
};

}  // namespace taizhang::service
