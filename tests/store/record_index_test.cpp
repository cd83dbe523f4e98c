// SPDX-License-Identifier: Apache-2.0
// The tables that stand beside a ledger of SQLite; what they promise is in tests/conformance.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/conformance/office.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kDefinitions = R"(
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
  - {name: place, title: 网格, type: area, role: area}
)";

TEST(RecordIndex, VerifyFindsWhatIsMissing) {
    TestOffice office(kDefinitions, Adapter::Sqlite);
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(office.add_behind(
            "visits",
            {{"visited_on", "2020-03-09"}, {"house", fmt::format("{} 号", i)}, {"place", "111"}}));
    }
    ASSERT_TRUE(office.store().sync());
    for (const char* damage : {"DELETE FROM match_ledger_visits WHERE match_key = (SELECT "
                               "min(match_key) FROM match_ledger_visits)",
                               "DELETE FROM day_ledger_visits WHERE record_id IN (SELECT "
                               "min(record_id) FROM day_ledger_visits)"}) {
        office.execute(damage);
        EXPECT_FALSE(office.verify().sound()) << damage;
    }
}

}  // namespace
}  // namespace taizhang::tests
