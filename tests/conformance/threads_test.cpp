// SPDX-License-Identifier: Apache-2.0
// Many writers and readers at once: nothing is lost, nothing is half seen.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "service/reporting/figures.hpp"
#include "service/reporting/rebuild_rollups.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kThreadsDefinitions = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visits}
number: ZF
retention: permanent
fields:
  - {name: visited_on, title: 日期, type: date, role: happened_on}
  - {name: households, title: 户数, type: integer, required: true}
  - {name: place, title: 网格, type: area, role: area}
---
indicator: visits.count
title: {zh: 次数, en: Visits}
of: visits
measure: count
unit: 次
---
indicator: visits.households
title: {zh: 户数, en: Households}
of: visits
measure: sum(households)
unit: 户
)";

class Threads : public EveryAdapter {};

TEST_P(Threads, WritersAndReadersShareTheStore) {
    TestOffice office(kThreadsDefinitions);
    constexpr int kWriters = 4;
    constexpr int kRowsEach = 40;
    std::atomic<bool> writing{true};
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int writer = 0; writer < kWriters; ++writer) {
        threads.emplace_back([&] {
            for (int i = 0; i < kRowsEach; ++i) {
                const auto record =
                    office.add("visits", {{"visited_on", fmt::format("2020-01-{:02}", i % 28 + 1)},
                                          {"households", "2"},
                                          {"place", "石桥第一网格"}});
                failures += record ? 0 : 1;
            }
        });
    }
    // Every visit counts two households: a reader never sees one figure without the other.
    std::thread reader([&] {
        while (writing) {
            const auto figures =
                service::read_figures(office.session(), {*parse_period("2020-01"), "", {}});
            if (!figures || !figures->rows[0].value.number) {
                continue;
            }
            failures +=
                figures->rows[1].value.number->units == 2 * figures->rows[0].value.number->units
                    ? 0
                    : 1;
        }
    });
    for (auto& thread : threads) {
        thread.join();
    }
    writing = false;
    reader.join();
    EXPECT_EQ(failures, 0);
    const auto outcome = office.verify();
    EXPECT_TRUE(outcome.sound()) << outcome.findings.front();
    EXPECT_EQ(outcome.records, kWriters * kRowsEach);
}

TEST_P(Threads, AFailedClosureLeavesItsNeighboursAlone) {
    TestOffice office(kThreadsDefinitions);
    std::vector<std::thread> threads;
    std::atomic<int> refused{0};
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            if (i % 2 == 0) {
                office.add("visits", {{"visited_on", "2020-01-01"}, {"households", "1"}});
                return;
            }
            const auto outcome = office.store().write([&](store::WriteTx& tx) -> Result<void> {
                store::AuditEvent event;
                event.actor = "nobody";
                event.action = store::AuditAction::AreasChanged;
                tx.append_event(event);
                tx.next_number("number/ZF-2020");
                const std::vector<AreaId> areas = {AreaId{1}};
                model::RollupSums sums;
                const std::vector<IndicatorId> indicators = {IndicatorId{1}};
                const std::vector<model::RollupTotals> totals = {{1, 1}};
                sums.add({&indicators, &areas, Date{}, totals});
                tx.add_rollups(sums);
                return fail(ErrorCode::Conflict, "不行", "refused on purpose");
            });
            refused += outcome ? 0 : 1;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(refused, 4);
    const auto outcome = office.verify();
    EXPECT_TRUE(outcome.sound()) << outcome.findings.front();
    EXPECT_EQ(outcome.records, 4);
    // The numbers that the refused closures took are free again.
    const auto next = office.add("visits", {{"visited_on", "2020-01-01"}, {"households", "1"}});
    ASSERT_TRUE(next);
    EXPECT_EQ(next->number, "ZF-2020-0005");
}

TEST_P(Threads, WhatIsWrittenBehindIsThereAfterSync) {
    TestOffice office(kThreadsDefinitions);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (int row = 0; row < 30; ++row) {
                const auto added =
                    i == 0 ? Result<void>(office
                                              .add("visits", {{"visited_on", "2020-01-01"},
                                                              {"households", "1"}})
                                              .map([](const auto&) {}))
                           : office.add_behind("visits",
                                               {{"visited_on", "2020-01-02"}, {"households", "2"}});
                EXPECT_TRUE(added);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    ASSERT_TRUE(office.store().sync());
    EXPECT_EQ(office.records("visits").size(), 120U);
    EXPECT_TRUE(office.verify().sound());
}

TEST_P(Threads, ARefusalBehindLeavesItsNeighboursAlone) {
    TestOffice office(kThreadsDefinitions);
    ASSERT_TRUE(office.add_behind("visits", {{"visited_on", "2020-01-01"}, {"households", "1"}}));
    const auto refused = office.store().write_behind([](store::WriteTx& tx) -> Result<void> {
        tx.next_number("number/ZF-2020");
        return fail(ErrorCode::Conflict, "不行", "refused on purpose");
    });
    ASSERT_TRUE(office.add_behind("visits", {{"visited_on", "2020-01-01"}, {"households", "1"}}));
    // Closing commits what is behind.
    office.reopen();
    ASSERT_EQ(office.records("visits").size(), 2U);
    EXPECT_EQ(office.records("visits")[1].number, "ZF-2020-0002");
    EXPECT_TRUE(office.verify().sound());
}

// The sums of a commit are still in memory when a later closure of it counts them anew.
TEST_P(Threads, AnIndicatorIsCountedAnewBehindUnwrittenSums) {
    TestOffice office(kThreadsDefinitions);
    ASSERT_TRUE(office.add("visits", {{"visited_on", "2020-01-01"}, {"households", "1"}}));
    ASSERT_TRUE(office.add_behind("visits", {{"visited_on", "2020-01-02"}, {"households", "2"}}));
    const auto refused = office.store().write_behind([&](store::WriteTx& tx) -> Result<void> {
        TZ_TRY(service::rebuild_rollups(tx, *office.definitions(), {}));
        return fail(ErrorCode::Conflict, "不行", "refused on purpose");
    });
    ASSERT_TRUE(office.add_behind("visits", {{"visited_on", "2020-01-03"}, {"households", "4"}}));
    ASSERT_TRUE(service::rebuild_rollups(office.session()));
    const auto outcome = office.verify();
    EXPECT_TRUE(outcome.sound()) << outcome.findings.front();
}

TEST_P(Threads, AnExceptionReachesItsOwnCallerOnly) {
    TestOffice office(kThreadsDefinitions);
    EXPECT_THROW(
        {
            const auto outcome = office.store().write(
                [](store::WriteTx&) -> Result<void> { throw std::runtime_error("broken"); });
            static_cast<void>(outcome);
        },
        std::runtime_error);
    EXPECT_TRUE(office.add("visits", {{"visited_on", "2020-01-01"}, {"households", "1"}}));
    EXPECT_TRUE(office.verify().sound());
}

TZ_FOR_EVERY_ADAPTER(Threads);

}  // namespace
}  // namespace taizhang::tests
