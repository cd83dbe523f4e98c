// SPDX-License-Identifier: Apache-2.0
#include "base/calendar.hpp"

#include <gtest/gtest.h>

#include <array>

namespace taizhang {
namespace {

constexpr std::int64_t kHour = 3'600'000;

bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

unsigned days_in(int year, unsigned month) {
    constexpr std::array<unsigned, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

Date date(std::string_view iso) {
    return parse_date(iso).value();
}

TEST(Calendar, CountsEveryDayFrom1900To2199) {
    std::int32_t days = Date::from_civil(1900, 1, 1).days;
    EXPECT_EQ(days, -25567);
    for (int year = 1900; year <= 2199; ++year) {
        for (unsigned month = 1; month <= 12; ++month) {
            for (unsigned day = 1; day <= days_in(year, month); ++day, ++days) {
                const Date civil = Date::from_civil(year, month, day);
                ASSERT_EQ(civil.days, days);
                ASSERT_EQ(civil.year(), year);
                ASSERT_EQ(civil.month(), month);
                ASSERT_EQ(civil.day(), day);
                ASSERT_EQ(date(format_date(civil)), civil);
            }
        }
    }
}

TEST(Calendar, KnowsLeapYears) {
    EXPECT_TRUE(parse_date("2000-02-29"));
    EXPECT_TRUE(parse_date("2020-02-29"));
    EXPECT_FALSE(parse_date("1900-02-29"));
    EXPECT_FALSE(parse_date("2100-02-29"));
    EXPECT_FALSE(parse_date("2021-02-29"));
}

TEST(Calendar, RefusesEverythingButTheIsoForm) {
    for (const auto* text :
         {"", "2020", "2020-1-3", "2020/01/03", "20200103", "2020-13-01", "2020-00-10",
          "2020-01-00", "2020-01-32", "2020-04-31", "1899-12-31", "2200-01-01", " 2020-01-01",
          "2020-01-01 ", "2020-01-0a", "-020-01-01", "２０２０-01-01"}) {
        const auto parsed = parse_date(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::InvalidInput);
        EXPECT_NE(parsed.error().message.find("2020-01-31"), std::string::npos);
    }
}

TEST(Calendar, MovesByMonthsToTheEndOfAShorterMonth) {
    EXPECT_EQ(date("2020-01-31").plus_months(1), date("2020-02-29"));
    EXPECT_EQ(date("2021-01-31").plus_months(1), date("2021-02-28"));
    EXPECT_EQ(date("2020-03-31").plus_months(-1), date("2020-02-29"));
    EXPECT_EQ(date("2020-02-29").plus_months(12), date("2021-02-28"));
    EXPECT_EQ(date("2020-02-29").plus_months(48), date("2024-02-29"));
    EXPECT_EQ(date("2020-05-31").plus_months(6), date("2020-11-30"));
    EXPECT_EQ(date("2020-12-15").plus_months(1), date("2021-01-15"));
    EXPECT_EQ(date("2020-01-15").plus_months(-1), date("2019-12-15"));
    EXPECT_EQ(date("2020-08-30").plus_months(0), date("2020-08-30"));
}

TEST(Calendar, MovesByDaysAndCompares) {
    EXPECT_EQ(date("2019-12-31").plus_days(1), date("2020-01-01"));
    EXPECT_EQ(date("2020-03-01").plus_days(-1), date("2020-02-29"));
    EXPECT_LT(date("2019-12-31"), date("2020-01-01"));
}

TEST(Calendar, WritesDates) {
    EXPECT_EQ(format_date(date("2020-01-03")), "2020-01-03");
    EXPECT_EQ(format_date_zh(date("2020-01-03")), "2020年1月3日");
}

TEST(Calendar, InstantsAreEightHoursAheadOfUtc) {
    EXPECT_EQ(civil_date(Instant{0}), date("1970-01-01"));
    EXPECT_EQ(civil_date(Instant{16 * kHour - 1}), date("1970-01-01"));
    EXPECT_EQ(civil_date(Instant{16 * kHour}), date("1970-01-02"));
    EXPECT_EQ(civil_date(Instant{-8 * kHour}), date("1970-01-01"));
    EXPECT_EQ(civil_date(Instant{-8 * kHour - 1}), date("1969-12-31"));
    EXPECT_EQ(format_instant(Instant{0}), "1970-01-01 08:00:00");
    EXPECT_EQ(format_instant(Instant{-8 * kHour - 1}), "1969-12-31 23:59:59");
    EXPECT_EQ(parse_instant("2020-01-01 00:00").value().milliseconds, 1'577'808'000'000);
    // The offset is fixed: no daylight saving is undone in the summers of 1986 to 1991.
    EXPECT_EQ(format_instant(parse_instant("1988-07-01 12:00").value()), "1988-07-01 12:00:00");
}

TEST(Calendar, InstantsRoundTrip) {
    for (const auto* text : {"2020-01-31 08:30:05", "1900-01-01 00:00:00", "2199-12-31 23:59:59",
                             "1969-12-31 23:59:59", "2020-02-29 00:00:01"}) {
        EXPECT_EQ(format_instant(parse_instant(text).value()), text);
    }
    EXPECT_EQ(parse_instant("2020-01-31T08:30").value(),
              parse_instant("2020-01-31 08:30:00").value());
}

TEST(Calendar, RefusesBadInstants) {
    for (const auto* text :
         {"", "2020-01-31", "2020-01-31 8:30", "2020-01-31 24:00", "2020-01-31 08:60",
          "2020-01-31 08:30:60", "2020-02-30 08:30", "2020-01-31x08:30", "2020-01-31 08-30",
          "2020-01-31 08:30:0", "2020-01-31 08:30-05", "2020-01-31 08:30:05Z"}) {
        EXPECT_FALSE(parse_instant(text)) << text;
    }
}

}  // namespace
}  // namespace taizhang
