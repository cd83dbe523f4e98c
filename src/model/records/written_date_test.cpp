// SPDX-License-Identifier: Apache-2.0
#include "model/records/written_date.hpp"

#include <gtest/gtest.h>

namespace taizhang::model {
namespace {

std::string date(const std::string& text, DateOrder order) {
    const auto read = written_date(text, order);
    return read ? format_date(*read) : "?";
}

TEST(WrittenDate, TheOrderIsToldAndNeverGuessed) {
    EXPECT_EQ(date("3/1/2020", DateOrder::Untold), "?");
    EXPECT_EQ(date("3/1/2020", DateOrder::DayMonthYear), "2020-01-03");
    EXPECT_EQ(date("3/1/2020", DateOrder::MonthDayYear), "2020-03-01");
    EXPECT_EQ(date("31.12.2020", DateOrder::DayMonthYear), "2020-12-31");
    EXPECT_EQ(date("31.12.2020", DateOrder::MonthDayYear), "?");
    EXPECT_EQ(date("13/1/2020", DateOrder::Untold), "?");
    EXPECT_TRUE(needs_order("13/1/2020"));
    EXPECT_TRUE(needs_order("3/1/2020 8:30"));
    EXPECT_FALSE(needs_order("2020-01-03"));
    EXPECT_FALSE(needs_order("40/40/2020"));
}

TEST(WrittenDate, TheYearFirstNeedsNoOrder) {
    for (const auto order : {DateOrder::Untold, DateOrder::DayMonthYear, DateOrder::MonthDayYear}) {
        EXPECT_EQ(date("2020/1/3", order), "2020-01-03");
    }
}

TEST(WrittenDate, Times) {
    const auto time = written_time("3/1/2020 8:30", DateOrder::DayMonthYear);
    ASSERT_TRUE(time);
    EXPECT_EQ(format_instant(*time), "2020-01-03 08:30:00");
    EXPECT_FALSE(written_time("3/1/2020 8:30", DateOrder::Untold));
}

TEST(LocalTime, FormatsOfTheSource) {
    EXPECT_TRUE(is_time_format("%d-%b-%y %I:%M %p"));
    EXPECT_FALSE(is_time_format("%Q"));
    EXPECT_FALSE(is_time_format("dd-mm"));
    EXPECT_FALSE(is_time_format("%Y-%"));
    const auto read = read_local_time("03-Jan-20 08:30", "%d-%b-%y %H:%M");
    ASSERT_TRUE(read);
    EXPECT_EQ(format_date(read->date), "2020-01-03");
    EXPECT_EQ(read->second_of_day, 8 * 3600 + 30 * 60);
    EXPECT_FALSE(read_local_time("31-Feb-20 08:30", "%d-%b-%y %H:%M"));
    EXPECT_FALSE(read_local_time("03-Jan-20 08:30 x", "%d-%b-%y %H:%M"));
}

TEST(TimeZone, SummerTimeIsThatOfThePlace) {
    EXPECT_EQ(TimeZone::find("America/Bostn"), nullptr);
    const auto zone = TimeZone::find("America/New_York");
    ASSERT_NE(zone, nullptr);
    const LocalTime winter{Date::from_civil(2025, 1, 24), 0};
    const LocalTime summer{Date::from_civil(2025, 6, 24), 0};
    EXPECT_EQ(format_instant(zone->instant(winter)), "2025-01-24 13:00:00");
    EXPECT_EQ(format_instant(zone->instant(summer)), "2025-06-24 12:00:00");
    EXPECT_EQ(format_instant(shanghai_instant(winter)), "2025-01-24 00:00:00");
}

}  // namespace
}  // namespace taizhang::model
