// SPDX-License-Identifier: Apache-2.0
#include "model/pack/catalog.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace taizhang::model {

Result<const LedgerDefinition*> Catalog::ledger(std::string_view name) const {
    std::vector<std::string> names;
    for (const auto& candidate : pack.ledgers) {
        if (candidate.name == name || candidate.title.zh == name) {
            return &candidate;
        }
        names.push_back(candidate.name);
    }
    const auto near = nearest(name, names);
    return fail(ErrorCode::NotFound,
                fmt::format("没有台账“{}”{}。taizhang ledgers 列出全部台账", name,
                            near ? fmt::format("，是不是 {}", *near) : ""),
                fmt::format("no such ledger: {}", name));
}

Result<const IndicatorDefinition*> Catalog::indicator(std::string_view name) const {
    if (const auto* found = pack.indicator(name)) {
        return found;
    }
    std::vector<std::string> names;
    for (const auto& candidate : pack.indicators) {
        names.push_back(candidate.name);
    }
    const auto near = nearest(name, names);
    return fail(ErrorCode::NotFound,
                fmt::format("没有指标“{}”{}。taizhang figures 列出全部指标", name,
                            near ? fmt::format("，是不是 {}", *near) : ""),
                fmt::format("no such indicator: {}", name));
}

}  // namespace taizhang::model
