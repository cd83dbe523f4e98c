// SPDX-License-Identifier: Apache-2.0
// Who may do what, decided in one place. A service takes a Grant, and only `authorize` makes one.
// What a grant reaches is the same for rows, history, search, exports, totals and traces.
#pragma once

#include <string>

#include "access/principal.hpp"
#include "base/result.hpp"

namespace taizhang::access {

class Grant {
  public:
    const std::string& actor() const { return actor_; }
    Permission permission() const { return permission_; }

    // The rows of a ledger that it reaches. With ReadFigures: those that its figures may be made
    // of.
    model::Scope rows(const model::LedgerDefinition& ledger) const;
    // Of all ledgers together: where to look first, never the last word.
    model::Scope any_rows() const;
    bool reaches(const model::LedgerDefinition& ledger) const;
    // Of whatever ledger every row, so that nobody need look at the ledgers.
    bool everything() const;
    bool covers(const model::LedgerDefinition& ledger, AreaId area,
                std::optional<UnitId> unit) const {
        return rows(ledger).holds(area, unit);
    }
    // Whether it was given for the area, whatever the ledger.
    bool covers(AreaId area) const;
    // Areas that it was given for and that lie in no other such area; the office alone is 0.
    std::vector<AreaId> roots() const;

    // Whether the field is there for it, in a record of that place.
    bool sees(const model::LedgerDefinition& ledger, const model::FieldDefinition& field,
              AreaId area, std::optional<UnitId> unit) const;
    // And in every record that `wider` reaches.
    bool sees_wherever(const Grant& wider, const model::LedgerDefinition& ledger,
                       const model::FieldDefinition& field) const;

  private:
    friend Result<Grant> authorize(const Principal& principal, Permission permission);
    Grant(std::string actor, Permission permission, Holdings holdings)
        : actor_(std::move(actor)), permission_(permission), holdings_(std::move(holdings)) {}

    bool reaches(const Holding& holding, const model::LedgerDefinition& ledger) const;
    model::ScopePart part(const Holding& holding, const model::LedgerDefinition& ledger) const;

    std::string actor_;
    Permission permission_;
    Holdings holdings_;  // those with the permission
};

Result<Grant> authorize(const Principal& principal, Permission permission);
// And for this ledger: Forbidden where nothing of it is within reach.
Result<Grant> authorize(const Principal& principal, Permission permission,
                        const model::LedgerDefinition& ledger);

}  // namespace taizhang::access
