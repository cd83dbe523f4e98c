// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_plan.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/pack/read_map.hpp"
#include "service/records/column_choices.hpp"

namespace taizhang::service {
namespace {

Result<model::ImportMap> installed_map(const model::Pack& pack, const std::string& name) {
    if (const auto* map = pack.map(name)) {
        return *map;
    }
    std::vector<std::string> names;
    for (const auto& map : pack.maps) {
        names.push_back(map.name);
    }
    return fail_at(ErrorCode::NotFound,
                   SourcePlace{"", "", 0, "", name,
                               names.empty() ? "对照表文件的路径，如 maps/表.yaml"
                                             : nearest(name, names).value_or(join(names, "、"))},
                   fmt::format("没有对照表“{}”", name), "no such map");
}

}  // namespace

Result<ImportPlan> make_plan(const Definitions& definitions, const std::string& ledger_name,
                             const ImportOptions& options, model::PackProblems& problems) {
    const auto* ledger = TZ_TRY(definitions.catalog.ledger(ledger_name));
    ImportPlan plan{*ledger, {}, std::nullopt, options.date_order};
    if (options.map_file) {
        plan.map = model::read_map_file(options.map_file->path, options.map_file->text,
                                        definitions.catalog.pack, problems);
    } else if (!options.map.empty()) {
        plan.map = TZ_TRY(installed_map(definitions.catalog.pack, options.map));
    }
    if (!plan.map) {
        if (const auto known = definitions.column_choices.find(ledger->name);
            known != definitions.column_choices.end()) {
            plan.choices = known->second;
        }
        for (const auto& [header, field] : TZ_TRY(read_column_choices(*ledger, options.columns))) {
            plan.choices[header] = field;
        }
        return plan;
    }
    if (!options.columns.empty()) {
        return fail(ErrorCode::InvalidInput, "有对照表就不用 --column，列的对应写在对照表里",
                    "columns beside a map");
    }
    if (problems.empty() && plan.map->ledger != ledger->name) {
        return fail(ErrorCode::InvalidInput,
                    fmt::format("对照表“{}”是给台账 {} 的，不是 {}", plan.map->name,
                                plan.map->ledger, ledger->name),
                    "the map is another ledger's");
    }
    return plan;
}

}  // namespace taizhang::service
