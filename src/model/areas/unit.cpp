// SPDX-License-Identifier: Apache-2.0
#include "model/areas/unit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace taizhang::model {

std::string_view Unit::name_on(Date day) const {
    const auto later =
        std::upper_bound(names.begin(), names.end(), day,
                         [](Date asked, const UnitName& named) { return asked < named.from; });
    if (names.empty()) {
        return name;
    }
    return later == names.begin() ? names.front().name : std::prev(later)->name;
}

void rename_unit(Unit& unit, const std::string& name, std::optional<Date> from) {
    auto& names = unit.names;
    if (from && names.empty() && !unit.name.empty()) {
        names.push_back({Date::from_civil(1900, 1, 1), unit.name});
    }
    if (from && !names.empty()) {
        const auto at =
            std::lower_bound(names.begin(), names.end(), *from,
                             [](const UnitName& named, Date asked) { return named.from < asked; });
        if (at != names.end() && at->from == *from) {
            at->name = name;
        } else {
            names.insert(at, {*from, name});
        }
    } else if (!names.empty()) {
        names.back().name = name;
    }
    unit.name = names.empty() ? name : names.back().name;
}

Result<UnitId> find_unit(const std::vector<Unit>& units, std::string_view code_or_name) {
    const std::string wanted = folded(code_or_name);
    std::vector<std::string> names;
    for (const auto& unit : units) {
        if (unit.code == wanted || folded(unit.name) == wanted) {
            return unit.id;
        }
        names.push_back(unit.name);
    }
    // What is written may be from before a new name.
    for (const auto& unit : units) {
        for (const auto& former : unit.names) {
            if (folded(former.name) == wanted) {
                return unit.id;
            }
        }
    }
    return fail_at(ErrorCode::NotFound,
                   SourcePlace{"", "", 0, "", wanted,
                               nearest(wanted, names).value_or("区域表里级别为“单位”的名称或代码")},
                   fmt::format("没有单位“{}”", wanted), "no such unit");
}

const Unit* unit_of_id(const std::vector<Unit>& units, UnitId id) {
    const auto found =
        std::find_if(units.begin(), units.end(), [&](const auto& unit) { return unit.id == id; });
    return found == units.end() ? nullptr : &*found;
}

}  // namespace taizhang::model
