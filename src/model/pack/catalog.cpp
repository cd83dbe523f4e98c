// SPDX-License-Identifier: Apache-2.0
#include "model/pack/catalog.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace taizhang::model {

Result<const LedgerDefinition*> Catalog::ledger(std::string_view name) const {
    if (const auto* found = pack.ledger(name)) {
        return found;
    }
    for (const auto& candidate : pack.ledgers) {
        if (candidate.title.zh == name) {
            return &candidate;
        }
    }
    const auto near = nearest(name, pack.ledgers.names());
    return fail(ErrorCode::NotFound,
                fmt::format("没有台账“{}”{}。taizhang ledgers 列出全部台账", name,
                            near ? fmt::format("，是不是 {}", *near) : ""),
                fmt::format("no such ledger: {}", name));
}

Result<const IndicatorDefinition*> Catalog::indicator(std::string_view name) const {
    if (const auto* found = pack.indicator(name)) {
        return found;
    }
    const auto near = nearest(name, pack.indicators.names());
    return fail(ErrorCode::NotFound,
                fmt::format("没有指标“{}”{}。taizhang figures 列出全部指标", name,
                            near ? fmt::format("，是不是 {}", *near) : ""),
                fmt::format("no such indicator: {}", name));
}

}  // namespace taizhang::model
