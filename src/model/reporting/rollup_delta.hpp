// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/calendar.hpp"
#include "base/ids.hpp"

namespace taizhang::model {

struct RollupKey {
    IndicatorId indicator;
    AreaId area;
    Bucket bucket = 0;

    auto operator<=>(const RollupKey&) const = default;
};

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

struct RollupDelta {
    RollupKey key;
    RollupTotals totals;
};

}  // namespace taizhang::model
