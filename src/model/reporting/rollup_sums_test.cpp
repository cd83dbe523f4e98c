// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/rollup_sums.hpp"

#include <gtest/gtest.h>

#include <random>
#include <tuple>

namespace taizhang::model {
namespace {

using Key = std::tuple<IndicatorId, AreaId, Bucket>;
using Days = std::map<Key, RollupTotals>;

const std::vector<std::vector<AreaId>> kSumChains = {{AreaId{9}, AreaId{2}, AreaId{1}},
                                                     {AreaId{8}, AreaId{2}, AreaId{1}},
                                                     {AreaId{9}, AreaId{3}, AreaId{1}},  // moved
                                                     {AreaId{2}, AreaId{1}},
                                                     {AreaId{1}}};
const std::vector<std::vector<IndicatorId>> kLedgers = {
    {IndicatorId{-1}, IndicatorId{5}, IndicatorId{6}}, {IndicatorId{-2}, IndicatorId{4}}};

// What the rows say of each day; every month must be the sum of its days.
Days days_of(const std::vector<RollupMonth>& rows) {
    Days days;
    for (const auto& row : rows) {
        RollupTotals month;
        for (const auto& day : row.days) {
            month += day.totals;
            days[{row.indicator, row.area, day_of(row.month, day.day)}] += day.totals;
        }
        EXPECT_EQ(month, row.totals);
    }
    return days;
}

class RandomDeltas {
  public:
    explicit RandomDeltas(unsigned seed) : random_(seed) {}

    void add_to(RollupSums& sums, Days& expected) {
        const auto& indicators = kLedgers[below(kLedgers.size())];
        const auto& areas = kSumChains[below(kSumChains.size())];
        RollupDelta delta{&indicators,
                          &areas,
                          Date::from_civil(1969 + static_cast<int>(below(3)), 12, 30)
                              .plus_days(static_cast<std::int32_t>(below(5))),
                          {}};
        std::vector<RollupTotals> all;
        for (const IndicatorId indicator : indicators) {
            const RollupTotals totals{static_cast<std::int64_t>(below(3)) - 1,
                                      static_cast<std::int64_t>(below(100)) - 50};
            all.push_back(totals);
            for (const AreaId area : areas) {
                expected[{indicator, area, day_bucket(delta.day)}] += totals;
            }
        }
        delta.totals = all;
        sums.add(delta);
    }

  private:
    std::size_t below(std::size_t end) { return random_() % end; }

    std::mt19937 random_;
};

std::vector<RollupMonth> rows_of(const RollupSums& sums) {
    std::vector<RollupMonth> rows;
    sums.visit_months([&](const RollupMonth& row) { rows.push_back(row); });
    return rows;
}

TEST(RollupSums, AreTheSumsOfTheirDeltasAtEveryLevel) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        RandomDeltas deltas(seed);
        RollupSums sums;
        RollupSums others;
        Days expected;
        for (int i = 0; i < 200; ++i) {
            deltas.add_to(i % 3 == 0 ? others : sums, expected);
        }
        sums.add(others);
        std::erase_if(expected, [](const auto& day) { return day.second == RollupTotals{}; });
        EXPECT_EQ(days_of(rows_of(sums)), expected) << seed;
    }
}

TEST(RollupSums, ComeInTheOrderOfTheRows) {
    RandomDeltas deltas(7);
    RollupSums sums;
    Days expected;
    for (int i = 0; i < 300; ++i) {
        deltas.add_to(sums, expected);
    }
    std::size_t rows = 0;
    for (const IndicatorId indicator : sums.indicators()) {
        const auto months = sums.months(indicator);
        rows += months.size();
        for (std::size_t i = 1; i < months.size(); ++i) {
            EXPECT_LT(std::pair(months[i - 1].area, months[i - 1].month),
                      std::pair(months[i].area, months[i].month));
        }
    }
    EXPECT_EQ(rows, rows_of(sums).size());
    EXPECT_TRUE(sums.months(IndicatorId{77}).empty());
}

TEST(RollupSums, AMonthMayComeToNothingWhileItsDaysDoNot) {
    RollupSums sums;
    const auto add = [&](unsigned day, std::int64_t count) {
        const std::vector<RollupTotals> totals{{count, 0}, {}};
        sums.add({&kLedgers[1], &kSumChains[4], Date::from_civil(2020, 5, day), totals});
    };
    add(3, -1);
    add(5, 1);
    add(7, 1);
    add(7, -1);
    EXPECT_GE(sums.bytes(), 6 * sizeof(RollupTotals));
    const std::vector<RollupMonth> right = {
        {IndicatorId{-2}, AreaId{1}, 202005, {0, 0}, {{3, {-1, 0}}, {5, {1, 0}}}}};
    EXPECT_EQ(rows_of(sums), right);
    sums.clear();
    EXPECT_TRUE(sums.empty());
    EXPECT_TRUE(rows_of(sums).empty());
}

}  // namespace
}  // namespace taizhang::model
