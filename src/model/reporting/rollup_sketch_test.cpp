// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/rollup_sketch.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "model/reporting/rollup_sums.hpp"

namespace taizhang::model {
namespace {

const std::vector<IndicatorId> kIndicators = {IndicatorId{-7}, IndicatorId{3}, IndicatorId{4}};
const std::vector<std::vector<AreaId>> kChains = {
    {AreaId{11}, AreaId{2}, AreaId{1}}, {AreaId{12}, AreaId{2}, AreaId{1}}, {AreaId{1}}, {}};

void add_delta(RollupDeltas& deltas, std::mt19937_64& random) {
    const auto& chain = kChains[random() % kChains.size()];
    const Date day = Date::from_civil(2020, 1, 1).plus_days(static_cast<int>(random() % 100));
    for (auto& totals : deltas.add(kIndicators, chain, day)) {
        totals = {static_cast<std::int64_t>(random() % 2),
                  static_cast<std::int64_t>(random() % 2000) - 1000};
    }
}

// Records in one order, rows made from the same in another.
class RollupSketches : public ::testing::Test {
  protected:
    void SetUp() override {
        std::mt19937_64 random(20);
        for (int i = 0; i < 500; ++i) {
            add_delta(deltas_, random);
        }
        RollupSums sums;
        deltas_.visit([&](const auto& delta) { sums.add(delta); });
        sums.visit_months([&](const RollupMonth& row) { rows_.push_back(row); });
        ASSERT_GT(rows_.size(), 20U);
    }

    std::set<RollupCell> differing() const {
        RollupSketch sketch(0x1234'5678'9abc'def0);
        for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
            sketch.subtract(*row);
        }
        deltas_.visit([&](const auto& delta) { sketch.add(delta); });
        return sketch.differing();
    }

    void expect_found(const std::function<void(RollupMonth&)>& change) {
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const RollupMonth before = rows_[i];
            change(rows_[i]);
            const auto cells = differing();
            EXPECT_EQ(cells.size(), 1U);
            EXPECT_TRUE(cells.contains({before.indicator, before.month})) << i;
            rows_[i] = before;
        }
    }

    RollupDeltas deltas_;
    std::vector<RollupMonth> rows_;
};

TEST_F(RollupSketches, AgreeWhereTheTotalsDo) {
    EXPECT_TRUE(differing().empty());
}

TEST_F(RollupSketches, FindAnyOtherCountOrSumOfADay) {
    expect_found([](RollupMonth& row) {
        row.days.front().totals.count += 1;
        row.totals.count += 1;
    });
    expect_found([](RollupMonth& row) {
        row.days.back().totals.sum -= 1;
        row.totals.sum -= 1;
    });
}

TEST_F(RollupSketches, FindTotalsThatAreNotThoseOfTheDays) {
    expect_found([](RollupMonth& row) { row.totals.sum += 100; });
}

TEST_F(RollupSketches, FindWhatIsInAnotherAreaOrOnAnotherDay) {
    expect_found([](RollupMonth& row) { row.area = AreaId{999}; });
    expect_found([](RollupMonth& row) { row.days.front().day = 40; });
}

TEST_F(RollupSketches, FindARowThatIsNotThere) {
    expect_found([](RollupMonth& row) {
        row.days.clear();
        row.totals = {};
    });
}

TEST_F(RollupSketches, TakeNothingForARowOfNothing) {
    rows_.push_back({IndicatorId{3}, AreaId{1}, 201901, {}, {}});
    EXPECT_TRUE(differing().empty());
}

TEST_F(RollupSketches, FindAMonthThatIsNone) {
    rows_.push_back({IndicatorId{3}, AreaId{1}, 202013, {1, 0}, {{1, {1, 0}}}});
    EXPECT_EQ(differing().size(), 1U);
}

}  // namespace
}  // namespace taizhang::model
