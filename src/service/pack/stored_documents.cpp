// SPDX-License-Identifier: Apache-2.0
#include "service/pack/stored_documents.hpp"

#include <array>
#include <utility>

namespace taizhang::service {

using model::DefinitionDocument;
using Kind = DefinitionDocument::Kind;

namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 6> kKinds = {{
    {Kind::Pack, "pack"},
    {Kind::Ledger, "ledger"},
    {Kind::Indicator, "indicator"},
    {Kind::Report, "report"},
    {Kind::Map, "map"},
    {Kind::Role, "role"},
}};

Result<DefinitionDocument> document_of(const store::StoredDefinition& definition) {
    return DefinitionDocument{kind_of(definition.kind), definition.name, definition.file,
                              TZ_TRY(model::node_from_json(definition.json))};
}

}  // namespace

std::string kind_name(Kind kind) {
    for (const auto& [known, name] : kKinds) {
        if (known == kind) {
            return std::string(name);
        }
    }
    return "";
}

Kind kind_of(const std::string& name) {
    for (const auto& [kind, known] : kKinds) {
        if (known == name) {
            return kind;
        }
    }
    return Kind::Pack;
}

bool is_in_force(const store::StoredDefinition& definition) {
    return !definition.retired && definition.kind != kColumnsKind;
}

bool is_offices_own(const store::StoredDefinition& definition) {
    return definition.file == kOfficeFile;
}

Result<std::vector<DefinitionDocument>> documents_in_force(
    const std::vector<store::StoredDefinition>& stored) {
    std::vector<DefinitionDocument> documents;
    for (const auto& definition : stored) {
        if (is_in_force(definition)) {
            documents.push_back(TZ_TRY(document_of(definition)));
        }
    }
    return documents;
}

Result<model::Pack> stored_ledgers(const std::vector<store::StoredDefinition>& stored) {
    std::vector<DefinitionDocument> documents;
    for (const auto& definition : stored) {
        const bool head = definition.kind == "pack" && !definition.retired;
        if (head || definition.kind == "ledger") {
            documents.push_back(TZ_TRY(document_of(definition)));
        }
    }
    model::PackProblems problems;
    auto pack = model::build_pack(documents, problems);
    if (!problems.empty()) {
        return fail(ErrorCode::Corrupt,
                    "库中停用的台账，定义不完整：" + describe(problems.errors.front()),
                    "stored definitions of retired ledgers do not hold");
    }
    return pack;
}

}  // namespace taizhang::service
