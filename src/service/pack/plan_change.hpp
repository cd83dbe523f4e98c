// SPDX-License-Identifier: Apache-2.0
// What an office changes of its definitions, and what would then be in force.
#pragma once

#include <string>
#include <vector>

#include "service/pack/install_pack.hpp"

namespace taizhang::service {

// Whole documents take the place of those of their names, or are new; nothing else changes.
struct DefinitionChange {
    std::vector<model::DefinitionDocument> documents;  // of ledgers and indicators
    model::PackProblems problems;                      // met while they were read
    std::vector<std::string> retired_ledgers;
    std::vector<std::string> retired_indicators;
    std::string reason;
};

// From YAML as it is in a file of a pack; mistakes are in `problems`.
DefinitionChange read_change(const std::string& yaml);

struct ChangePlan {
    std::int64_t version = 0;  // of the definitions that it was made from
    std::vector<store::StoredDefinition> stored;
    model::Pack before;   // every ledger that has a table
    CheckedPack checked;  // all that would be in force; its problems are those of the change
    // "ledger visits", with what cannot be without it: indicators, ratios, maps.
    std::vector<std::string> retired;
};

// Corrupt where what is stored does not hold by itself.
Result<ChangePlan> plan_change(store::ReadTx& tx, const DefinitionChange& change);

}  // namespace taizhang::service
