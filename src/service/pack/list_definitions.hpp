// SPDX-License-Identifier: Apache-2.0
// The definitions that an office has, as whoever changes them reads them. All of it needs
// DefineLedgers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

struct DefinitionsRequest {
    std::string kind;        // ledger or indicator; empty: both
    std::string ledger;      // only this one and its indicators; empty: all
    bool retired = false;    // these too
    std::int64_t after = 0;  // `next` of the page before
    std::size_t definitions_max = 100;
};

struct DefinitionRow {
    store::StoredDefinition stored;
    std::string title;
    std::string ledger;  // of an indicator; empty for a ratio
    model::Node node;
};

struct DefinitionsPage {
    std::int64_t version = 0;
    std::vector<DefinitionRow> rows;  // in the order in which they were first defined
    std::int64_t next = 0;            // 0: this is the last
};

Result<DefinitionsPage> list_definitions(const Session& session, const DefinitionsRequest& request);

// The version in force, or a past one. NotFound where there is none.
Result<DefinitionsPage> get_definition(const Session& session, const std::string& kind,
                                       const std::string& name,
                                       std::optional<std::int64_t> version = std::nullopt);
// Newest first, at most limits::kDefinitionVersionsShown.
Result<DefinitionsPage> definition_versions(const Session& session, const std::string& kind,
                                            const std::string& name);

// A ledger with its indicators, as in a file of a pack.
Result<std::string> ledger_yaml(const Session& session, const std::string& ledger);

}  // namespace taizhang::service
