// SPDX-License-Identifier: Apache-2.0
// Bulk work commits what it adds to the roll-ups as runs. Whoever asks for a figure, and verify,
// may not notice, whenever they ask.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>

#include "service/reporting/rebuild_rollups.hpp"
#include "store_sqlite/rollup_part.hpp"
#include "store_sqlite/rollup_runs.hpp"
#include "tests/conformance/office.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kRollupRunsDefinitions = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visits}
number: ZF
key: [house]
retention: permanent
fields:
  - {name: visited_on, title: 日期, type: date, role: happened_on}
  - {name: house, title: 户, type: text, required: true}
  - {name: hours, title: 时长, type: integer}
  - {name: place, title: 网格, type: area, role: area}
---
indicator: visits.all
title: {zh: 走访数, en: Visits}
of: visits
measure: count
unit: 次
---
indicator: visits.hours
title: {zh: 走访时长, en: Hours}
of: visits
measure: sum(hours)
unit: 小时
)";

constexpr int kRuns = 3;
constexpr int kRowsOfRun = 90;

class RollupRuns : public ::testing::Test {
  protected:
    // The end of a program commits what is behind and leaves the joining to others.
    void add_runs(int from = 0) {
        for (int run = 0; run < kRuns; ++run) {
            for (int i = 0; i < kRowsOfRun; ++i) {
                const int n = from + run * kRowsOfRun + i;
                ASSERT_TRUE(office_.add_behind(
                    "visits",
                    {{"visited_on", fmt::format("2020-{:02}-{:02}", n % 7 + 1, n % 28 + 1)},
                     {"house", fmt::format("{} 号", n)},
                     {"hours", fmt::format("{}", n % 5 - 2)},
                     {"place", n % 3 == 0 ? "石桥第一网格" : "柳荫第二网格"}}));
            }
            office_.reopen();
        }
    }

    int stored(const std::string& sql) const {
        SQLite::Database file(office_.database().string(), SQLite::OPEN_READONLY);
        return file.execAndGet(sql).getInt();
    }

    // From the store's own answer, as a figure would ask.
    model::RollupTotals asked(const std::string& indicator, const Period& period) {
        model::RollupTotals totals;
        const auto definitions = office_.definitions();
        const auto read = office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            const auto* found = definitions->catalog.pack.indicator(indicator);
            totals =
                tx.rollup(definitions->catalog.id_of(*found), definitions->areas.root(), period);
            return {};
        });
        EXPECT_TRUE(read);
        return totals;
    }

    // From the records that are committed.
    model::RollupTotals counted(const Period& period) {
        model::RollupTotals totals;
        const auto definitions = office_.definitions();  // kept: the ledger lives as long
        const auto& ledger = *definitions->catalog.pack.ledger("visits");
        for (const auto& record : office_.records("visits")) {
            if (period.contains(record.happened_on(ledger))) {
                totals += {1, std::get<std::int64_t>(record.values[2])};
            }
        }
        return totals;
    }

    void expect_figures() {
        for (const auto& [from, to] :
             {std::pair("2020-01-01", "2020-06-30"), std::pair("2020-02-10", "2020-05-03"),
              std::pair("2020-03-05", "2020-03-05")}) {
            const Period period{*parse_date(from), *parse_date(to)};
            const auto wanted = counted(period);
            EXPECT_EQ(asked("visits.all", period).count, wanted.count) << from;
            EXPECT_EQ(asked("visits.hours", period).sum, wanted.sum) << from;
        }
    }

    TestOffice office_{kRollupRunsDefinitions, Adapter::Sqlite};
};

TEST_F(RollupRuns, CountFromTheirCommitOn) {
    add_runs();
    ASSERT_EQ(stored("SELECT count(DISTINCT run) FROM rollup_run"), kRuns);
    EXPECT_EQ(stored("SELECT count(*) FROM rollup"), 0);
    expect_figures();
    EXPECT_TRUE(office_.verify().sound());
}

TEST_F(RollupRuns, AreJoinedByTheNextWriteThatIsWaitedFor) {
    add_runs();
    ASSERT_TRUE(office_.store().sync());
    EXPECT_EQ(stored("SELECT count(*) FROM rollup_run"), 0);
    EXPECT_GT(stored("SELECT count(*) FROM rollup"), 0);
    EXPECT_EQ(counted({*parse_date("2020-01-01"), *parse_date("2020-12-31")}).count,
              kRuns * kRowsOfRun);
    expect_figures();
    EXPECT_TRUE(office_.verify().sound());
}

TEST_F(RollupRuns, AddToWhatTheTableHas) {
    add_runs();
    ASSERT_TRUE(office_.store().sync());
    ASSERT_TRUE(office_.add("visits", {{"visited_on", "2020-03-05"},
                                       {"house", "另一户"},
                                       {"hours", "7"},
                                       {"place", "石桥第一网格"}}));
    add_runs(kRuns * kRowsOfRun);
    expect_figures();
    EXPECT_TRUE(office_.verify().sound());
}

TEST_F(RollupRuns, ThatWereForgedAreFound) {
    add_runs();
    office_.close();
    SQLite::Database(office_.database().string(), SQLite::OPEN_READWRITE)
        .exec("DELETE FROM rollup_run WHERE run = 2");
    office_.reopen();
    EXPECT_FALSE(office_.verify().sound());
}

TEST_F(RollupRuns, AreJoinedBeforeAnIndicatorIsCountedAnew) {
    add_runs();
    ASSERT_TRUE(service::rebuild_rollups(office_.session()));
    EXPECT_EQ(stored("SELECT count(*) FROM rollup_run"), 0);
    expect_figures();
}

TEST(RollupPart, GivesBackWhatWasPutIn) {
    const std::vector<model::RollupMonth> months = {
        {IndicatorId{-7}, AreaId{1}, 202001, {3, -50}, {{1, {1, -100}}, {31, {2, 50}}}},
        {IndicatorId{5}, AreaId{1}, 199912, {1, 0}, {{9, {1, 0}}}},
        {IndicatorId{std::int64_t{1} << 60},
         AreaId{70'000},
         202012,
         {-1, std::numeric_limits<std::int64_t>::min() + 1},
         {{2, {-1, std::numeric_limits<std::int64_t>::min() + 1}}}}};
    store_sqlite::RollupPartWriter writer;
    for (const auto& month : months) {
        writer.add(month);
    }
    store_sqlite::RollupPartReader reader(writer.bytes());
    model::RollupMonth read;
    for (const auto& month : months) {
        ASSERT_TRUE(reader.next(read));
        EXPECT_EQ(read, month);
    }
    EXPECT_FALSE(reader.next(read));
}

TEST(RollupPart, EndsWhereItIsDamaged) {
    store_sqlite::RollupPartWriter writer;
    writer.add({IndicatorId{5}, AreaId{1}, 202001, {1, 300}, {{9, {1, 300}}}});
    for (std::size_t length = 0; length < writer.bytes().size(); ++length) {
        store_sqlite::RollupPartReader reader(std::string_view(writer.bytes()).substr(0, length));
        model::RollupMonth read;
        EXPECT_FALSE(reader.next(read)) << length;
    }
}

TEST(RollupJoin, AddsDayByDay) {
    model::RollupMonth month{IndicatorId{1}, AreaId{1}, 202001, {3, 8}, {{1, {1, 3}}, {5, {2, 5}}}};
    store_sqlite::add_to_month(
        month,
        {IndicatorId{1}, AreaId{1}, 202001, {-1, -1}, {{1, {-1, -3}}, {4, {1, 9}}, {5, {-1, -7}}}});
    const model::RollupMonth wanted{
        IndicatorId{1}, AreaId{1}, 202001, {2, 7}, {{4, {1, 9}}, {5, {1, -2}}}};
    EXPECT_EQ(month, wanted);
}

}  // namespace
}  // namespace taizhang::tests
