// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/rollup_days.hpp"

#include <gtest/gtest.h>

namespace taizhang::model {
namespace {

const std::vector<RollupDay> kDays = {{1, {2, -500}}, {17, {1, 0}}, {31, {-1, INT64_MIN}}};

TEST(RollupDays, AreTextAndBack) {
    EXPECT_EQ(days_text(kDays), "1:2:-500 17:1:0 31:-1:-9223372036854775808");
    EXPECT_EQ(parse_days(days_text(kDays)), kDays);
    EXPECT_EQ(days_text({}), "");
    EXPECT_TRUE(parse_days("").empty());
}

TEST(RollupDays, EndWhereTheyCannotBeRead) {
    for (const auto* text : {"1:2:3 17", "1:2:3 17:", "1:2:3 17:1", "1:2:3 17:1:", "1:2:3 17:1:x",
                             "1:2:3  17:1:0", "1:2:3 x"}) {
        EXPECT_EQ(parse_days(text).size(), 1U) << text;
    }
    EXPECT_TRUE(parse_days("1:2:3,17:1:0").empty());
}

TEST(RollupDays, AreJoinedDayByDay) {
    const std::vector<RollupDay> other = {{2, {1, 1}}, {17, {-1, 0}}, {31, {2, 0}}};
    const std::vector<RollupDay> both = {{1, {2, -500}}, {2, {1, 1}}, {31, {1, INT64_MIN}}};
    EXPECT_EQ(joined_days(days_text(kDays), days_text(other)), days_text(both));
    EXPECT_EQ(joined_days(days_text(other), days_text(kDays)), days_text(both));
    EXPECT_EQ(joined_days(days_text(kDays), ""), days_text(kDays));
    EXPECT_EQ(joined_days("", days_text(kDays)), days_text(kDays));
    EXPECT_EQ(joined_days("3:1:0", "3:-1:0"), "");
}

}  // namespace
}  // namespace taizhang::model
