// SPDX-License-Identifier: Apache-2.0
// What came into a ledger today, this month and this half-year, as its first page shows it. Read
// from the roll-ups; who may not see rows is told no small count, as with figures.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "rollup/evaluate.hpp"
#include "service/session.hpp"

namespace taizhang::service {

// The day, its month and its half-year, each whole.
inline constexpr std::size_t kCounterPeriods = 3;
std::array<Period, kCounterPeriods> counter_periods(Date day);

// Records by the day on which they happened; absent: too few to be told.
using RecordCounts = std::array<std::optional<std::int64_t>, kCounterPeriods>;

struct AreaCounter {
    AreaId area;
    RecordCounts records;
};

struct IndicatorCounter {
    const model::IndicatorDefinition* indicator = nullptr;  // lives as long as `definitions`
    std::array<rollup::IndicatorValue, kCounterPeriods> values;
};

struct Counters {
    DefinitionsPtr definitions;
    std::array<Period, kCounterPeriods> periods;
    AreaCounter whole;
    std::vector<AreaCounter> parts;            // the areas directly in it
    std::vector<IndicatorCounter> indicators;  // of the ledger; those that add up
};

// `area`: code or name; empty: the whole scope. Forbidden where nothing of the ledger is in reach;
// LimitExceeded above limits::kCounterAreasMax parts.
Result<Counters> read_counters(const Session& session, const std::string& ledger,
                               const std::string& area, Date day);

}  // namespace taizhang::service
