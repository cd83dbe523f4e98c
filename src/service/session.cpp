// SPDX-License-Identifier: Apache-2.0
#include "service/session.hpp"

#include <fmt/format.h>

namespace taizhang::service {
namespace {

using Kind = model::DefinitionDocument::Kind;

Kind kind_of(const std::string& name) {
    if (name == "ledger") {
        return Kind::Ledger;
    }
    if (name == "indicator") {
        return Kind::Indicator;
    }
    return name == "report" ? Kind::Report : Kind::Pack;
}

Result<model::Catalog> build_catalog(const std::vector<store::StoredDefinition>& stored) {
    model::Catalog catalog;
    std::vector<model::DefinitionDocument> documents;
    for (const auto& definition : stored) {
        if (definition.retired) {
            continue;
        }
        auto node = TZ_TRY(model::node_from_json(definition.json));
        documents.push_back(
            {kind_of(definition.kind), definition.name, definition.file, std::move(node)});
        if (definition.kind == "ledger") {
            catalog.ledger_ids[definition.name] = LedgerId{definition.id};
        } else if (definition.kind == "indicator") {
            catalog.indicator_ids[definition.name] = IndicatorId{definition.id};
        }
    }
    model::PackProblems problems;
    catalog.pack = model::build_pack(documents, problems);
    if (!problems.empty()) {
        return fail(ErrorCode::Corrupt, "库中的定义不完整：" + describe(problems.errors.front()),
                    "stored definitions do not hold");
    }
    return catalog;
}

}  // namespace

const model::LedgerDefinition* Definitions::ledger(LedgerId id) const {
    for (const auto& ledger : catalog.pack.ledgers) {
        if (catalog.id_of(ledger) == id) {
            return &ledger;
        }
    }
    return nullptr;
}

Result<std::shared_ptr<const Definitions>> load_definitions(store::ReadTx& tx) {
    const auto office = tx.office();
    if (!office) {
        return fail(ErrorCode::NotFound, "库里还没有单位，先运行 taizhang init", "no office");
    }
    auto catalog = TZ_TRY(build_catalog(tx.definitions()));
    return std::make_shared<const Definitions>(
        Definitions{*office, std::move(catalog), model::AreaTree(tx.areas()), tx.units()});
}

Result<std::shared_ptr<const Definitions>> load_definitions(const Session& session) {
    std::shared_ptr<const Definitions> definitions;
    auto outcome = session.store.read([&](store::ReadTx& tx) -> Result<void> {
        definitions = TZ_TRY(load_definitions(tx));
        return {};
    });
    if (!outcome) {
        return tl::unexpected(outcome.error());
    }
    return definitions;
}

Result<AreaId> find_area(const Definitions& definitions, const access::Grant& grant,
                         const std::string& code_or_name) {
    const AreaId area = code_or_name.empty() ? definitions.areas.root()
                                             : TZ_TRY(definitions.areas.find(code_or_name));
    if (!grant.covers(area)) {
        return fail(ErrorCode::Forbidden,
                    fmt::format("“{}”不在你的范围内",
                                code_or_name.empty() ? definitions.office.name : code_or_name),
                    "area is outside the scope");
    }
    return area;
}

}  // namespace taizhang::service
