// SPDX-License-Identifier: Apache-2.0
#include "service/reporting/counters.hpp"

#include <gtest/gtest.h>

namespace taizhang::service {
namespace {

std::string codes(int year, unsigned month, unsigned day) {
    std::string text;
    for (const auto& period : counter_periods(Date::from_civil(year, month, day))) {
        text += period_code(period) + " ";
    }
    return text;
}

TEST(CounterPeriods, AreTheDayItsMonthAndItsHalfYear) {
    EXPECT_EQ(codes(2020, 2, 29), "2020-02-29 2020-02 2020H1 ");
    EXPECT_EQ(codes(2020, 6, 30), "2020-06-30 2020-06 2020H1 ");
    EXPECT_EQ(codes(2020, 7, 1), "2020-07-01 2020-07 2020H2 ");
    EXPECT_EQ(codes(2020, 12, 31), "2020-12-31 2020-12 2020H2 ");
}

}  // namespace
}  // namespace taizhang::service
