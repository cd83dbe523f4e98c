// SPDX-License-Identifier: Apache-2.0
#include "service/pack/list_definitions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "model/pack/write_yaml.hpp"
#include "service/pack/change_definitions.hpp"

namespace taizhang::service {
namespace {

bool is_changeable(const std::string& kind) {
    return kind == "ledger" || kind == "indicator";
}

tl::unexpected<Error> none_such(const std::string& kind, const std::string& name) {
    return fail(ErrorCode::NotFound, fmt::format("没有定义“{} {}”", kind, name),
                "no such definition");
}

Result<DefinitionRow> row_of(store::StoredDefinition stored) {
    DefinitionRow row;
    row.node = TZ_TRY(model::node_from_json(stored.json));
    if (const auto* title = row.node.find("title")) {
        const auto* zh = title->find("zh");
        row.title = zh == nullptr ? title->scalar : zh->scalar;
    }
    if (const auto* of = row.node.find("of")) {
        row.ledger = of->scalar;
    }
    row.stored = std::move(stored);
    return row;
}

bool is_wanted(const DefinitionRow& row, const DefinitionsRequest& request) {
    const auto& stored = row.stored;
    const auto& ledger = stored.kind == "ledger" ? stored.name : row.ledger;
    return (request.kind.empty() || stored.kind == request.kind) &&
           (request.retired || !stored.retired) &&
           (request.ledger.empty() || ledger == request.ledger);
}

using Work = std::function<Result<void>(store::ReadTx&, DefinitionsPage&)>;

Result<DefinitionsPage> read_page(const Session& session, const Work& work) {
    TZ_TRY(authorize_definitions(session));
    DefinitionsPage page;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        page = {};
        page.version = tx.definitions_version().value_or(0);
        return work(tx, page);
    }));
    return page;
}

}  // namespace

Result<DefinitionsPage> list_definitions(const Session& session,
                                         const DefinitionsRequest& request) {
    return read_page(session, [&](store::ReadTx& tx, DefinitionsPage& page) -> Result<void> {
        for (auto& stored : tx.definitions()) {
            if (stored.id <= request.after || !is_changeable(stored.kind)) {
                continue;
            }
            auto row = TZ_TRY(row_of(std::move(stored)));
            if (!is_wanted(row, request)) {
                continue;
            }
            if (page.rows.size() == request.definitions_max) {
                page.next = page.rows.back().stored.id;
                break;
            }
            page.rows.push_back(std::move(row));
        }
        return {};
    });
}

Result<DefinitionsPage> definition_versions(const Session& session, const std::string& kind,
                                            const std::string& name) {
    return read_page(session, [&](store::ReadTx& tx, DefinitionsPage& page) -> Result<void> {
        auto versions = is_changeable(kind)
                            ? tx.past_definitions(kind, name, limits::kDefinitionVersionsShown)
                            : std::vector<store::StoredDefinition>();
        for (auto& stored : versions) {
            page.rows.push_back(TZ_TRY(row_of(std::move(stored))));
        }
        return page.rows.empty() ? Result<void>(none_such(kind, name)) : Result<void>();
    });
}

Result<DefinitionsPage> get_definition(const Session& session, const std::string& kind,
                                       const std::string& name,
                                       std::optional<std::int64_t> version) {
    auto page = TZ_TRY(definition_versions(session, kind, name));
    const auto found = std::find_if(page.rows.begin(), page.rows.end(), [&](const auto& row) {
        return !version || row.stored.version == *version;
    });
    if (found == page.rows.end()) {
        return none_such(kind, fmt::format("{} 第 {} 版", name, *version));
    }
    page.rows = {std::move(*found)};
    return page;
}

Result<std::string> ledger_yaml(const Session& session, const std::string& ledger) {
    DefinitionsRequest request;
    request.ledger = ledger;
    request.definitions_max = limits::kIndicatorsMax + 1;
    const auto page = TZ_TRY(list_definitions(session, request));
    if (page.rows.empty()) {
        return none_such("ledger", ledger);
    }
    std::string yaml;
    for (const auto& row : page.rows) {
        yaml += (yaml.empty() ? "" : "---\n") + model::to_yaml(row.node);
    }
    return yaml;
}

}  // namespace taizhang::service
