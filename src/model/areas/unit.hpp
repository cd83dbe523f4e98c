// SPDX-License-Identifier: Apache-2.0
// Who is responsible: a department, a residents' committee, an outside body. Never mixed with Area.
// A unit is renamed and closed from a day on: what happened before keeps its name and its unit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

namespace taizhang::model {

struct UnitName {
    Date from;
    std::string name;

    bool operator==(const UnitName&) const = default;
};

struct Unit {
    UnitId id;
    std::string code;
    std::string name;                    // the last one
    std::optional<Date> closed_on = {};  // first day on which it is no more
    std::vector<UnitName> names = {};    // by day, the last one too; empty: never renamed

    std::string_view name_on(Date day) const;
    bool is_closed_on(Date day) const { return closed_on && *closed_on <= day; }
    bool operator==(const Unit&) const = default;
};

// So called from the day on; without one the last name is corrected, whenever it began.
void rename_unit(Unit& unit, const std::string& name, std::optional<Date> from);

// By code or name, of today or before; the error names the nearest.
Result<UnitId> find_unit(const std::vector<Unit>& units, std::string_view code_or_name);
// nullptr when there is none.
const Unit* unit_of_id(const std::vector<Unit>& units, UnitId id);

}  // namespace taizhang::model
