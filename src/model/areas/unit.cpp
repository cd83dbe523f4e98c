// SPDX-License-Identifier: Apache-2.0
#include "model/areas/unit.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace taizhang::model {

Result<UnitId> find_unit(const std::vector<Unit>& units, std::string_view code_or_name) {
    const std::string wanted = folded(code_or_name);
    std::vector<std::string> names;
    for (const auto& unit : units) {
        if (unit.code == wanted || folded(unit.name) == wanted) {
            return unit.id;
        }
        names.push_back(unit.name);
    }
    return fail_at(ErrorCode::NotFound,
                   SourcePlace{"", "", 0, "", wanted,
                               nearest(wanted, names).value_or("区域表里级别为“单位”的名称或代码")},
                   fmt::format("没有单位“{}”", wanted), "no such unit");
}

}  // namespace taizhang::model
