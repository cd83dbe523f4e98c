// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/calendar.hpp"

namespace taizhang {
namespace {

Period period(std::string_view text) {
    return parse_period(text).value();
}

std::string span(const Period& one) {
    return format_date(one.from) + ".." + format_date(one.to);
}

struct Form {
    std::string text;
    std::string from_to;
    std::string code;
    std::string title;
    std::string months;
};

TEST(Period, ReadsAndWritesEveryForm) {
    const std::vector<Form> forms = {
        {"2020", "2020-01-01..2020-12-31", "2020", "2020年", "1-12月"},
        {"2020年", "2020-01-01..2020-12-31", "2020", "2020年", "1-12月"},
        {"2020H1", "2020-01-01..2020-06-30", "2020H1", "2020年上半年", "1-6月"},
        {"2020h2", "2020-07-01..2020-12-31", "2020H2", "2020年下半年", "7-12月"},
        {"2020年上半年", "2020-01-01..2020-06-30", "2020H1", "2020年上半年", "1-6月"},
        {"2020年下半年", "2020-07-01..2020-12-31", "2020H2", "2020年下半年", "7-12月"},
        {"2020Q1", "2020-01-01..2020-03-31", "2020Q1", "2020年一季度", "1-3月"},
        {"2020Q2", "2020-04-01..2020-06-30", "2020Q2", "2020年二季度", "4-6月"},
        {"2020年三季度", "2020-07-01..2020-09-30", "2020Q3", "2020年三季度", "7-9月"},
        {"2020年第四季度", "2020-10-01..2020-12-31", "2020Q4", "2020年四季度", "10-12月"},
        {"2020-05", "2020-05-01..2020-05-31", "2020-05", "2020年5月", "5月"},
        {"2020年2月", "2020-02-01..2020-02-29", "2020-02", "2020年2月", "2月"},
        {"2020-05-06", "2020-05-06..2020-05-06", "2020-05-06", "2020年5月6日", "2020年5月6日"},
        {"2020-01-01..2020-06-30", "2020-01-01..2020-06-30", "2020H1", "2020年上半年", "1-6月"},
        {"2020-01-01..2020-02-29", "2020-01-01..2020-02-29", "2020-01-01..2020-02-29",
         "2020年1月1日至2020年2月29日", "1-2月"},
        {"2020-11-01..2021-02-28", "2020-11-01..2021-02-28", "2020-11-01..2021-02-28",
         "2020年11月1日至2021年2月28日", "2020年11月1日至2021年2月28日"},
        {"2020-02-01..2020-02-28", "2020-02-01..2020-02-28", "2020-02-01..2020-02-28",
         "2020年2月1日至2020年2月28日", "2020年2月1日至2020年2月28日"},
    };
    for (const auto& form : forms) {
        const auto parsed = parse_period(form.text);
        ASSERT_TRUE(parsed) << form.text;
        EXPECT_EQ(span(*parsed), form.from_to) << form.text;
        EXPECT_EQ(period_code(*parsed), form.code) << form.text;
        EXPECT_EQ(period_title(*parsed), form.title) << form.text;
        EXPECT_EQ(period_months(*parsed), form.months) << form.text;
        EXPECT_EQ(period(period_code(*parsed)), *parsed) << form.text;
    }
}

TEST(Period, RefusesEverythingElse) {
    for (const auto* text :
         {"",           "20",         "202",      "1899",     "2200",
          "2020H3",     "2020Q5",     "2020Q0",   "2020-13",  "2020-00",
          "2020年13月", "2020-",      "2020年月", "2020-1-1", "2020-06-30..2020-01-01",
          "2020-02-30", "2020..2021", "..",       "今年",     "2020-01-01..",
          "2020 H1",    "-202H1",     "2020--5",  "2020-005"}) {
        const auto parsed = parse_period(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::InvalidInput);
    }
}

TEST(Period, BordersOfTheYearsAreReadable) {
    EXPECT_EQ(span(period("1900")), "1900-01-01..1900-12-31");
    EXPECT_EQ(span(period("2199Q4")), "2199-10-01..2199-12-31");
}

TEST(Period, NeighboursHaveTheSameLength) {
    EXPECT_EQ(previous_period(period("2020H1")), period("2019H2"));
    EXPECT_EQ(next_period(period("2020H2")), period("2021H1"));
    EXPECT_EQ(previous_period(period("2020Q1")), period("2019Q4"));
    EXPECT_EQ(next_period(period("2020-01")), period("2020-02"));
    EXPECT_EQ(previous_period(period("2020-03")), period("2020-02"));
    EXPECT_EQ(previous_period(period("2020")), period("2019"));
    EXPECT_EQ(next_period(period("2020-02-28")), period("2020-02-29"));
    EXPECT_EQ(previous_period(period("2020-01-11..2020-01-20")), period("2020-01-01..2020-01-10"));
    EXPECT_EQ(next_period(period("2020-11-01..2020-12-31")), period("2021-01-01..2021-02-28"));
}

TEST(Period, YearBefore) {
    EXPECT_EQ(year_before(period("2020H1")), period("2019H1"));
    EXPECT_EQ(year_before(period("2020-02")), period("2019-02"));
    EXPECT_EQ(year_before(period("2021-02")), period("2020-02"));
    EXPECT_EQ(year_before(period("2020-02-29")), period("2019-02-28"));
    EXPECT_EQ(year_before(period("2020-05-03..2020-05-09")), period("2019-05-03..2019-05-09"));
}

TEST(Period, Contains) {
    const Period half = period("2020H1");
    EXPECT_TRUE(half.contains(half.from));
    EXPECT_TRUE(half.contains(half.to));
    EXPECT_FALSE(half.contains(half.from.plus_days(-1)));
    EXPECT_FALSE(half.contains(half.to.plus_days(1)));
}

TEST(Cover, WholeMonthsNeedOneRange) {
    EXPECT_EQ(cover(period("2020H1")), (std::vector<BucketRange>{{202001, 202006}}));
    EXPECT_EQ(cover(period("2020-05-06")), (std::vector<BucketRange>{{20200506, 20200506}}));
    EXPECT_EQ(cover(period("2020-01-15..2020-02-10")),
              (std::vector<BucketRange>{{20200115, 20200210}}));
    EXPECT_EQ(
        cover(period("2019-12-31..2021-01-01")),
        (std::vector<BucketRange>{{20191231, 20191231}, {202001, 202012}, {20210101, 20210101}}));
}

int times_covered(const std::vector<BucketRange>& ranges, Date date) {
    int times = 0;
    for (const auto& range : ranges) {
        for (const Bucket bucket : {day_bucket(date), month_bucket(date)}) {
            times += range.first <= bucket && bucket <= range.last ? 1 : 0;
        }
    }
    return times;
}

TEST(Cover, CoversEachDayExactlyOnceAndNoOther) {
    std::mt19937 random(20200101);
    std::uniform_int_distribution<std::int32_t> start(Date::from_civil(2018, 1, 1).days,
                                                      Date::from_civil(2022, 12, 31).days);
    std::geometric_distribution<std::int32_t> length(0.008);
    for (int round = 0; round < 1000; ++round) {
        const Date from{start(random)};
        const Period one{from, from.plus_days(length(random))};
        const auto ranges = cover(one);
        ASSERT_LE(ranges.size(), 3U);
        for (Date day = from.plus_days(-70); day <= one.to.plus_days(70); day = day.plus_days(1)) {
            ASSERT_EQ(times_covered(ranges, day), one.contains(day) ? 1 : 0)
                << span(one) << " at " << format_date(day);
        }
    }
}

TEST(Period, RandomPeriodsSurviveTheirCodeAndNeighboursTouch) {
    std::mt19937 random(7);
    std::uniform_int_distribution<std::int32_t> start(Date::from_civil(1990, 1, 1).days,
                                                      Date::from_civil(2090, 12, 31).days);
    std::uniform_int_distribution<std::int32_t> length(0, 800);
    for (int round = 0; round < 5000; ++round) {
        const Date from{start(random)};
        const Period one{from, from.plus_days(length(random))};
        ASSERT_EQ(period(period_code(one)), one);
        ASSERT_EQ(previous_period(one).to.plus_days(1), one.from);
        ASSERT_EQ(next_period(one).from, one.to.plus_days(1));
        ASSERT_EQ(year_before(one).from, one.from.plus_months(-12));
    }
}

}  // namespace
}  // namespace taizhang
