// SPDX-License-Identifier: Apache-2.0
// Who may see what, worked out a second time from the rows as they were entered and from the roles
// as they are written here: nothing of src/access is used.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace taizhang::tests {

// A role as in kRoles of the test's pack.
struct OracleRole {
    std::set<std::string> permissions;
    std::set<std::string> ledgers;
    std::set<std::string> totals;
    std::set<std::string> sees;
};

struct OracleHolding {
    std::string role;
    std::string area;  // a code; a code within it begins with it; "" is the whole office
    std::string unit;  // "" is any
};

struct OracleRow {
    std::string ledger;
    std::int64_t id = 0;
    std::string number;
    std::string area;  // code
    std::string unit;  // only where the ledger has units
    std::map<std::string, std::string> fields;
    std::int64_t revision = 1;
    std::map<std::string, std::int64_t> attachments;  // by field; "" is the record as a whole
};

class Oracle {
  public:
    Oracle(std::map<std::string, OracleRole> roles, std::map<std::string, std::string> kinds,
           std::set<std::string> with_units)
        : roles_(std::move(roles)), kinds_(std::move(kinds)), with_units_(std::move(with_units)) {}

    using Person = std::vector<OracleHolding>;

    bool may(const Person& person, const std::string& permission) const {
        for (const auto& holding : person) {
            if (roles_.at(holding.role).permissions.contains(permission)) {
                return true;
            }
        }
        return false;
    }

    // Rows of it may be there for him, if none are now.
    bool opens(const Person& person, const std::string& permission,
               const std::string& ledger) const {
        for (const auto& holding : person) {
            const auto& role = roles_.at(holding.role);
            if (role.permissions.contains(permission) && role.ledgers.contains(ledger)) {
                return true;
            }
        }
        return false;
    }

    bool reaches(const Person& person, const std::string& permission, const OracleRow& row) const {
        for (const auto& holding : person) {
            if (holds(holding, permission, row)) {
                return true;
            }
        }
        return false;
    }

    // A field as such: "" for one that is not personal.
    bool reaches_field(const Person& person, const std::string& permission, const OracleRow& row,
                       const std::string& field) const {
        const auto kind = kinds_.find(field);
        if (kind == kinds_.end()) {
            return reaches(person, permission, row);
        }
        for (const auto& holding : person) {
            if (holds(holding, permission, row) &&
                roles_.at(holding.role).sees.contains(kind->second)) {
                return true;
            }
        }
        return false;
    }

    bool is_personal(const std::string& field) const { return kinds_.contains(field); }

    // Whether figures of the ledger are told for the area at all.
    bool counts(const Person& person, const std::string& ledger, const std::string& area) const {
        for (const auto& holding : person) {
            const auto& role = roles_.at(holding.role);
            if (role.permissions.contains("read_figures") && area.starts_with(holding.area) &&
                (role.ledgers.contains(ledger) || role.totals.contains(ledger))) {
                return true;
            }
        }
        return false;
    }

    // Whether the row is part of a figure that is told: of all units, or of the own one.
    bool is_counted(const Person& person, const OracleRow& row) const {
        for (const auto& holding : person) {
            const auto& role = roles_.at(holding.role);
            const bool totals = role.totals.contains(row.ledger);
            const bool rows = role.ledgers.contains(row.ledger) &&
                              (holding.unit.empty() || !with_units_.contains(row.ledger) ||
                               holding.unit == row.unit);
            if (role.permissions.contains("read_figures") && row.area.starts_with(holding.area) &&
                (totals || rows)) {
                return true;
            }
        }
        return false;
    }

  private:
    bool holds(const OracleHolding& holding, const std::string& permission,
               const OracleRow& row) const {
        const auto& role = roles_.at(holding.role);
        return role.permissions.contains(permission) && role.ledgers.contains(row.ledger) &&
               row.area.starts_with(holding.area) &&
               (holding.unit.empty() || !with_units_.contains(row.ledger) ||
                holding.unit == row.unit);
    }

    std::map<std::string, OracleRole> roles_;
    std::map<std::string, std::string> kinds_;  // of personal fields
    std::set<std::string> with_units_;
};

}  // namespace taizhang::tests
