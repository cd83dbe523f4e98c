// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>

#include "base/calendar.hpp"
#include "base/ids.hpp"

namespace taizhang::model {

struct RollupKey {
    IndicatorId indicator;
    AreaId area;
    Bucket bucket = 0;

    auto operator<=>(const RollupKey&) const = default;

    friend std::size_t hash_value(const RollupKey& key) {
        std::size_t hash = 0;
        boost::hash_combine(hash, key.indicator.value);
        boost::hash_combine(hash, key.area.value);
        boost::hash_combine(hash, key.bucket);
        return hash;
    }
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

// Deltas with equal keys joined.
using RollupSums = boost::unordered_flat_map<RollupKey, RollupTotals>;

}  // namespace taizhang::model
