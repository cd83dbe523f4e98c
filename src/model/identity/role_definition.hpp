// SPDX-License-Identifier: Apache-2.0
// What a role allows. Roles are data of the pack; an account holds them in an area and, where it is
// named, for a unit.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/identity/permission.hpp"
#include "model/records/ledger_definition.hpp"

namespace taizhang::model {

// Named by chapter or by ledger.
struct LedgerChoice {
    bool all = false;
    std::set<std::string> chapters;
    std::set<std::string> ledgers;

    bool holds(const LedgerDefinition& ledger) const {
        return all || chapters.contains(ledger.chapter) || ledgers.contains(ledger.name);
    }
};

struct RoleDefinition {
    std::string name;
    Title title;
    std::set<Permission> permissions;
    LedgerChoice rows;           // whose rows it sees; all other permissions are for these too
    LedgerChoice totals;         // of which it sees figures beyond those
    std::set<Sensitivity> sees;  // kinds of personal fields; the others are not there for it
    std::string apart;           // nobody holds two roles that are kept apart by the same word
};

}  // namespace taizhang::model
