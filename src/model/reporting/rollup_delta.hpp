// SPDX-License-Identifier: Apache-2.0
// What records add to the roll-ups, and what a roll-up row holds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/ids.hpp"

namespace taizhang::model {

// `sum` is in units of the field's scale; 0 for a count.
struct RollupTotals {
    std::int64_t count = 0;
    std::int64_t sum = 0;

    bool operator==(const RollupTotals&) const = default;
    RollupTotals& operator+=(const RollupTotals& other) {
        count += other.count;
        sum += other.sum;
        return *this;
    }
};

// What one record adds on its day, at its place and at everything above it. Used at once, for it
// points to what others own.
struct RollupDelta {
    const std::vector<IndicatorId>* indicators = nullptr;  // of its ledger, always the same
    const std::vector<AreaId>* areas = nullptr;            // AreaTree::chain()
    Date day;
    std::vector<RollupTotals> totals;  // parallel to the indicators; zeros where it does not count
};

struct RollupDay {
    int day = 1;  // of the month
    RollupTotals totals;

    bool operator==(const RollupDay&) const = default;
};

// One row: an indicator in an area in a month, and the days of which that is made.
struct RollupMonth {
    IndicatorId indicator;
    AreaId area;
    Bucket month = 0;  // 202005
    RollupTotals totals;
    std::vector<RollupDay> days;  // ascending, none without totals

    bool operator==(const RollupMonth&) const = default;
};

}  // namespace taizhang::model
