// SPDX-License-Identifier: Apache-2.0
// What a bulk edit does to one record: the same for its preview and for its doing.
#pragma once

#include "service/desk/bulk_edit.hpp"

namespace taizhang::service {

struct PlannedChange {
    enum class Kind { Change, Same, Refused };
    Kind kind = Kind::Change;
    std::vector<model::Value> values;  // of Change
    Error why;                         // of Refused
};

class BulkPlan {
  public:
    // `errors`: what cannot be so in any record. All but `change` outlive the plan.
    static BulkPlan create(const ValueReader& reader, const model::LedgerDefinition& ledger,
                           const RecordSight& sight, const access::Grant& write,
                           const BulkChange& change, std::vector<Error>& errors);

    PlannedChange plan(const model::LedgerRecord& record) const;

  private:
    BulkPlan(const Definitions& definitions, const model::LedgerDefinition& ledger,
             const RecordSight& sight, model::Scope rows, BulkAction action,
             std::vector<FieldValue> changes)
        : definitions_(definitions),
          ledger_(ledger),
          sight_(sight),
          rows_(std::move(rows)),
          action_(action),
          changes_(std::move(changes)) {}

    std::optional<Error> refusal_before(const model::LedgerRecord& record) const;
    bool may_write(AreaId area, const std::vector<model::Value>& values) const;

    const Definitions& definitions_;
    const model::LedgerDefinition& ledger_;
    const RecordSight& sight_;
    model::Scope rows_;  // that he may write
    BulkAction action_;
    std::vector<FieldValue> changes_;
};

// Hex. Nobody can change what was previewed without changing it.
std::string bulk_digest(const BulkChange& change, const std::vector<RecordSeen>& records);

}  // namespace taizhang::service
