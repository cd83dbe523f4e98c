// SPDX-License-Identifier: Apache-2.0
// Deltas added up on a thread of their own come to the same as those added up one after the other.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <tuple>

#include "store_sqlite/rollup_gatherer.hpp"

namespace taizhang::store_sqlite {
namespace {

using Totals = std::map<std::tuple<IndicatorId, AreaId, Bucket, int>, model::RollupTotals>;

void add_month(Totals& totals, const model::RollupMonth& month) {
    for (const auto& day : month.days) {
        totals[{month.indicator, month.area, month.month, day.day}] += day.totals;
    }
}

void add_run(Totals& totals, const RollupRun& run) {
    for (const auto& part : run) {
        RollupPartReader reader(part.bytes);
        model::RollupMonth month;
        while (reader.next(month)) {
            add_month(totals, month);
        }
    }
}

// Owns what its deltas point to, as the definitions of an import do.
struct Places {
    std::vector<IndicatorId> indicators{IndicatorId{-1}, IndicatorId{7}};
    std::vector<std::vector<AreaId>> chains;
};

std::shared_ptr<const Places> some_places() {
    auto places = std::make_shared<Places>();
    for (int i = 0; i < 200; ++i) {
        places->chains.push_back({AreaId{1}, AreaId{10 + i % 5}, AreaId{100 + i}});
    }
    return places;
}

model::RollupDeltas deltas_of_a_closure(const Places& places, std::mt19937& random) {
    model::RollupDeltas deltas;
    for (int i = 0; i < 2'000; ++i) {
        const auto& chain = places.chains[random() % places.chains.size()];
        const Date day{static_cast<std::int32_t>(18'000 + random() % 3'000)};
        const auto totals = deltas.add(places.indicators, chain, day);
        totals[0] = {1, 0};
        totals[1] = {1, static_cast<std::int64_t>(random() % 100) - 50};
    }
    return deltas;
}

class GatheredRollups : public ::testing::Test {
  protected:
    void take() {
        auto deltas = deltas_of_a_closure(*places_, random_);
        deltas.visit([&](const auto& delta) { expected_.add(delta); });
        gathered_.take(std::move(deltas), {places_});
    }
    void add() {
        model::RollupSums sums;
        deltas_of_a_closure(*places_, random_).visit([&](const auto& delta) {
            expected_.add(delta);
            sums.add(delta);
        });
        gathered_.add(sums);
    }

    Totals expected() const {
        Totals totals;
        expected_.visit_months([&](const auto& month) { add_month(totals, month); });
        return totals;
    }

    std::shared_ptr<const Places> places_ = some_places();
    std::mt19937 random_{20200630};
    model::RollupSums expected_;
    RollupGatherer gathered_;
};

TEST_F(GatheredRollups, OnAThreadComeToTheSame) {
    Totals found;
    std::size_t runs = 0;
    const auto write = [&](const std::vector<RollupRun>& finished) {
        runs += finished.size();
        for (const auto& run : finished) {
            add_run(found, run);
        }
    };
    for (int closure = 0; closure < 120; ++closure) {
        take();
        write(gathered_.finished_runs());
    }
    EXPECT_TRUE(gathered_.threaded());
    gathered_.close();
    write(gathered_.all_runs());
    EXPECT_GT(runs, 1U);  // the sums had to make room on the way
    EXPECT_EQ(found, expected());
}

TEST_F(GatheredRollups, AddedUpBeforeNeedNoThread) {
    for (int closure = 0; closure < 3; ++closure) {
        add();
    }
    EXPECT_FALSE(gathered_.threaded());
    Totals found;
    gathered_.sums().visit_months([&](const auto& month) { add_month(found, month); });
    EXPECT_EQ(found, expected());
}

TEST_F(GatheredRollups, OfBothKindsMixWithinACommit) {
    for (int closure = 0; closure < 6; ++closure) {
        if (closure % 2 == 0) {
            take();
        } else {
            add();
        }
    }
    Totals found;
    gathered_.sums().visit_months([&](const auto& month) { add_month(found, month); });
    EXPECT_EQ(found, expected());
    gathered_.forget();
    EXPECT_TRUE(gathered_.sums().empty());
}

TEST_F(GatheredRollups, LeaveNoThreadWhenTheCommitIsGivenUp) {
    take();
    EXPECT_GE(places_.use_count(), 1);
}

}  // namespace
}  // namespace taizhang::store_sqlite
