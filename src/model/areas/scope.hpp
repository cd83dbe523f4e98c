// SPDX-License-Identifier: Apache-2.0
// Which rows of one ledger a query may see. The store filters rows, history, search, exports and
// totals by it.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "base/ids.hpp"

namespace taizhang::model {

// Rows that are in one of the areas and, where a unit is named, of that unit.
struct ScopePart {
    bool every_area = false;
    std::vector<AreaId> areas;   // ascending; each one named, descendants included
    std::optional<UnitId> unit;  // only where the ledger has a unit

    bool holds(AreaId area) const {
        return every_area || std::binary_search(areas.begin(), areas.end(), area);
    }
    bool operator==(const ScopePart&) const = default;
};

// Rows that are in any of the parts; none without parts.
struct Scope {
    bool everything = false;
    std::vector<ScopePart> parts;

    bool holds(AreaId area, std::optional<UnitId> unit) const {
        return everything || std::any_of(parts.begin(), parts.end(), [&](const ScopePart& part) {
                   return part.holds(area) && (!part.unit || part.unit == unit);
               });
    }
    // Every row of the area, whoever is responsible.
    bool holds_all_of(AreaId area) const {
        return everything || std::any_of(parts.begin(), parts.end(), [&](const ScopePart& part) {
                   return part.holds(area) && !part.unit;
               });
    }
    bool operator==(const Scope&) const = default;
};

// For what the program itself counts, matches or verifies.
inline constinit const Scope kEverything{true, {}};

}  // namespace taizhang::model
