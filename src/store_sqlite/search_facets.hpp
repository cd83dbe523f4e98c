// SPDX-License-Identifier: Apache-2.0
// Filters as tokens of the index, so that a narrow filter and a frequent word meet within it
// instead of row by row. A day stands as day and as month, as in the roll-ups, so that any period
// is few.
#pragma once

#include <fmt/format.h>

#include <string>

#include "base/calendar.hpp"
#include "base/ids.hpp"

namespace taizhang::store_sqlite {

inline std::string ledger_facet(LedgerId ledger) {
    return fmt::format("_l{}", ledger.value);
}

inline std::string area_facet(AreaId area) {
    return fmt::format("_a{}", area.value);
}

inline std::string month_facet(Bucket month) {
    return fmt::format("_m{}", month);
}

inline std::string day_facet(Bucket day) {
    return fmt::format("_d{}", day);
}

}  // namespace taizhang::store_sqlite
