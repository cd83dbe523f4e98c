// SPDX-License-Identifier: Apache-2.0
// What the store keeps of definitions, as trees and as ledgers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/pack/pack.hpp"
#include "store/store.hpp"

namespace taizhang::service {

// The file of a definition that the office itself made or changed. A pack that is installed later
// leaves these as they are.
inline constexpr std::string_view kOfficeFile = "office.yaml";

// Which headers the office reads as which fields; no part of a pack.
inline constexpr std::string_view kColumnsKind = "columns";

std::string kind_name(model::DefinitionDocument::Kind kind);
model::DefinitionDocument::Kind kind_of(const std::string& name);

// Not retired, and part of what makes a pack.
bool is_in_force(const store::StoredDefinition& definition);
bool is_offices_own(const store::StoredDefinition& definition);

Result<std::vector<model::DefinitionDocument>> documents_in_force(
    const std::vector<store::StoredDefinition>& stored);

// Every ledger that has a table, also the retired ones, which may refer to one another. Corrupt
// when they do not hold.
Result<model::Pack> stored_ledgers(const std::vector<store::StoredDefinition>& stored);

}  // namespace taizhang::service
