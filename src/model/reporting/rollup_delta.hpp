// SPDX-License-Identifier: Apache-2.0
// What records add to the roll-ups, and what a roll-up row holds.
#pragma once

#include <cstdint>
#include <span>
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
    // Parallel to the indicators; zeros where it does not count.
    std::span<const RollupTotals> totals;
};

// Deltas of many records in two blocks of memory.
class RollupDeltas {
  public:
    // One more. Its totals, zero so far, until the next is added.
    std::span<RollupTotals> add(const std::vector<IndicatorId>& indicators,
                                const std::vector<AreaId>& areas, Date day) {
        heads_.push_back({&indicators, &areas, day, totals_.size()});
        totals_.resize(totals_.size() + indicators.size());
        return std::span(totals_).last(indicators.size());
    }
    void add(const RollupDelta& delta) {
        heads_.push_back({delta.indicators, delta.areas, delta.day, totals_.size()});
        totals_.insert(totals_.end(), delta.totals.begin(), delta.totals.end());
    }

    std::size_t size() const { return heads_.size(); }
    bool empty() const { return heads_.empty(); }
    void clear() {
        heads_.clear();
        totals_.clear();
    }

    // Until one is added.
    RollupDelta operator[](std::size_t i) const {
        const Head& head = heads_[i];
        return {head.indicators, head.areas, head.day,
                std::span(totals_).subspan(head.first, head.indicators->size())};
    }
    // `take(const RollupDelta&)` for each, in order.
    template <typename Take>
    void visit(Take take) const {
        for (std::size_t i = 0; i < size(); ++i) {
            take((*this)[i]);
        }
    }

  private:
    struct Head {
        const std::vector<IndicatorId>* indicators;
        const std::vector<AreaId>* areas;
        Date day;
        std::size_t first;  // of its totals
    };

    std::vector<Head> heads_;
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
