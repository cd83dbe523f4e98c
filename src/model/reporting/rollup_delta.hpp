// SPDX-License-Identifier: Apache-2.0
// What records add to the roll-ups, and what a roll-up row holds.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
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
    // Parallel to the indicators; zeros where it does not count.
    std::span<const RollupTotals> totals;
};

// Deltas of many records in two blocks of memory.
class RollupDeltas {
  public:
    // One more. Its totals, zero so far, until the next is added.
    std::span<RollupTotals> add(const std::vector<IndicatorId>& indicators,
                                const std::vector<AreaId>& areas, Date day) {
        heads_.push_back({&indicators, &areas, day, {}});
        totals_.resize(totals_.size() + indicators.size());
        return std::span(totals_).last(indicators.size());
    }
    void append(const RollupDeltas& others) {
        heads_.insert(heads_.end(), others.heads_.begin(), others.heads_.end());
        totals_.insert(totals_.end(), others.totals_.begin(), others.totals_.end());
    }

    bool empty() const { return heads_.empty(); }
    void clear() {
        heads_.clear();
        totals_.clear();
    }

    // `take(const RollupDelta&)` for each, in order.
    template <typename Take>
    void visit(Take take) const {
        const RollupTotals* totals = totals_.data();
        for (RollupDelta delta : heads_) {
            delta.totals = {totals, delta.indicators->size()};
            totals += delta.indicators->size();
            take(std::as_const(delta));
        }
    }

  private:
    std::vector<RollupDelta> heads_;    // without their totals
    std::vector<RollupTotals> totals_;  // of one behind those of the other
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
