// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/number_format.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "base/money.hpp"
#include "base/text.hpp"

namespace taizhang::model {
namespace {

std::string print(ExactNumber number, std::string_view format, std::string_view unit = "") {
    return print_number(number, parse_format(format).value(), unit).text;
}

std::string print(std::int64_t whole, std::string_view format, std::string_view unit = "") {
    return print(ExactNumber{whole, 0}, format, unit);
}

std::string rounding(ExactNumber number, std::string_view format) {
    return print_number(number, parse_format(format).value(), "").rounding;
}

TEST(NumberFormat, Exact) {
    EXPECT_EQ(print(0, "exact"), "0");
    EXPECT_EQ(print(35124, ""), "35124");
    EXPECT_EQ(print(ExactNumber{6130050, 2}, "exact"), "61300.5");
    EXPECT_EQ(print(ExactNumber{-6130000, 2}, "exact"), "-61300");
    EXPECT_EQ(rounding({6130050, 2}, "exact"), "");
}

TEST(NumberFormat, ApproximateToTwoLeadingDigits) {
    EXPECT_EQ(print(35124, "approx"), "35000余");
    EXPECT_EQ(print(215, "approx"), "210余");
    EXPECT_EQ(print(210, "approx"), "210");
    EXPECT_EQ(print(99, "approx"), "99");
    EXPECT_EQ(print(101, "approx"), "100余");
    EXPECT_EQ(print(1, "approx"), "1");
    EXPECT_EQ(print(0, "approx"), "0");
    EXPECT_EQ(print(-35124, "approx"), "-35124");
    EXPECT_NE(rounding({35124, 0}, "approx").find("余"), std::string::npos);
    EXPECT_EQ(rounding({35000, 0}, "approx"), "");
}

TEST(NumberFormat, ApproximateToAStep) {
    EXPECT_EQ(print(35124, "approx(1000)"), "35000余");
    EXPECT_EQ(print(38912, "approx(1000)"), "38000余");
    EXPECT_EQ(print(38000, "approx(1000)"), "38000");
    EXPECT_EQ(print(999, "approx(1000)"), "999");
    EXPECT_EQ(print(1000, "approx(1000)"), "1000");
    EXPECT_EQ(print(1001, "approx(1000)"), "1000余");
    EXPECT_EQ(print(77250, "approx(100) wan(2)"), "7.72万余");
    EXPECT_EQ(print(77200, "approx(100) wan(2)"), "7.72万");
    EXPECT_EQ(print(77250, "approx(100) wan(1)"), "7.7万余");
    EXPECT_EQ(print(ExactNumber{7720001, 2}, "approx(100) wan(2)"), "7.72万余");
}

TEST(NumberFormat, WanAndYi) {
    EXPECT_EQ(print(61300, "wan(2)"), "6.13万");
    EXPECT_EQ(print(ExactNumber{6130000, 2}, "wan(2)"), "6.13万");
    EXPECT_EQ(print(60000, "wan(2)"), "6万");
    EXPECT_EQ(print(61300, "wan"), "6.13万");
    EXPECT_EQ(print(61349, "wan(2)"), "6.13万");
    EXPECT_EQ(print(61350, "wan(2)"), "6.14万");
    EXPECT_EQ(rounding({61350, 0}, "wan(2)"), "四舍五入到 2 位小数");
    EXPECT_EQ(rounding({61300, 0}, "wan(2)"), "");
    EXPECT_EQ(print(9999, "wan(2)"), "9999");
    EXPECT_EQ(print(10000, "wan(2)"), "1万");
    EXPECT_EQ(print(-61300, "wan(2)"), "-6.13万");
    EXPECT_EQ(print(123456789, "yi(2)"), "1.23亿");
    EXPECT_EQ(print(99999999, "yi(2)"), "99999999");
}

TEST(NumberFormat, NeverMoreThanSixDecimals) {
    EXPECT_EQ(print(ExactNumber{10000000099, 2}, "yi"), "1亿");
    EXPECT_EQ(rounding({10000000099, 2}, "yi"), "四舍五入到 6 位小数");
    EXPECT_EQ(print(ExactNumber{12345678999, 2}, "yi"), "1.234568亿");
}

TEST(NumberFormat, PercentAndDecimals) {
    EXPECT_EQ(print(ExactNumber{9815, 2}, "percent(1)", "%"), "98.2");
    EXPECT_EQ(print(ExactNumber{9800, 2}, "percent(1)", "%"), "98");
    EXPECT_EQ(print(ExactNumber{62495, 3}, "decimals(1)"), "62.5");
    EXPECT_EQ(print(ExactNumber{-62450, 3}, "decimals(1)"), "-62.5");
    EXPECT_EQ(print(ExactNumber{5, 1}, "decimals(0)"), "1");
    EXPECT_EQ(rounding({62495, 3}, "decimals(1)"), "四舍五入到 1 位小数");
}

TEST(NumberFormat, WhatIsNoApproximationIsRoundedAndSaysSo) {
    const ExactNumber negative{-35624, 0};
    EXPECT_EQ(print(negative, "approx wan(1)"), "-3.6万");
    EXPECT_EQ(rounding(negative, "approx wan(1)"), "四舍五入到 1 位小数");
    EXPECT_EQ(print(ExactNumber{70, 2}, "approx decimals(0)"), "1");
}

TEST(NumberFormat, Chinese) {
    EXPECT_EQ(print(2, "chinese", "家"), "两");
    EXPECT_EQ(print(2, "chinese", ""), "二");
    EXPECT_EQ(print(2, "chinese", "%"), "二");
    EXPECT_EQ(print(1, "chinese", "家"), "一");
    EXPECT_EQ(print(0, "chinese", "家"), "零");
    EXPECT_EQ(print(12, "chinese", "家"), "十二");
    EXPECT_EQ(print(ExactNumber{1200, 2}, "chinese", "家"), "十二");
    EXPECT_EQ(print(ExactNumber{1250, 2}, "chinese", "家"), "12.5");
    EXPECT_EQ(print(-2, "chinese", "家"), "-2");
    EXPECT_EQ(print(100000000, "chinese", "家"), "100000000");
}

TEST(ChineseNumeral, IsWrittenAsItIsSaid) {
    EXPECT_EQ(chinese_numeral(0), "零");
    EXPECT_EQ(chinese_numeral(10), "十");
    EXPECT_EQ(chinese_numeral(12), "十二");
    EXPECT_EQ(chinese_numeral(20), "二十");
    EXPECT_EQ(chinese_numeral(100), "一百");
    EXPECT_EQ(chinese_numeral(105), "一百零五");
    EXPECT_EQ(chinese_numeral(110), "一百一十");
    EXPECT_EQ(chinese_numeral(112), "一百一十二");
    EXPECT_EQ(chinese_numeral(1005), "一千零五");
    EXPECT_EQ(chinese_numeral(1050), "一千零五十");
    EXPECT_EQ(chinese_numeral(10000), "一万");
    EXPECT_EQ(chinese_numeral(10005), "一万零五");
    EXPECT_EQ(chinese_numeral(10010), "一万零一十");
    EXPECT_EQ(chinese_numeral(10115), "一万零一百一十五");
    EXPECT_EQ(chinese_numeral(12345), "一万二千三百四十五");
    EXPECT_EQ(chinese_numeral(100000), "十万");
    EXPECT_EQ(chinese_numeral(99999999), "九千九百九十九万九千九百九十九");
}

TEST(NumberFormat, RefusesWhatItDoesNotKnow) {
    for (const auto* text :
         {"wann",     "wan(",       "wan()",      "wan(7)",    "wan(-1)",
          "wan(2",    "approx(0)",  "approx(-5)", "approx(x)", "approx(100000001)",
          "decimals", "percent(x)", "chinese(1)", "exact(2)",  "(",
          ")",        "()",         "wan(2)x",    "wan (2)",   "approx(99999999999999999999)",
          "万"}) {
        const auto format = parse_format(text);
        ASSERT_FALSE(format) << text;
        EXPECT_FALSE(format.error().place->expected.empty());
    }
    EXPECT_EQ(parse_format(" approx(100)  wan(2) ").value().source, "approx(100)  wan(2)");
}

// What is printed, read back.
double as_number(std::string text) {
    double factor = 1;
    for (const auto& [mark, value] : {std::pair{"余", 1.0}, {"万", 1e4}, {"亿", 1e8}}) {
        if (text.find(mark) != std::string::npos) {
            text = replaced(text, mark, "");
            factor *= value;
        }
    }
    return std::stod(text) * factor;
}

TEST(NumberFormat, MoreIsPrintedOnlyWhereItIsTrue) {
    struct Case {
        std::string format;
        double step;  // 0: a tenth to a hundredth of the number
    };
    const std::vector<Case> cases = {{"approx", 0},
                                     {"approx(10)", 10},
                                     {"approx(100)", 100},
                                     {"approx(1000)", 1000},
                                     {"approx(100) wan(2)", 100},
                                     {"approx(100) wan(1)", 1000},
                                     {"approx(10000) yi(2)", 1e6}};
    std::mt19937_64 random(42);
    std::uniform_int_distribution<std::int64_t> units(0, 100'000'000'000);
    for (int round = 0; round < 20000; ++round) {
        const Case& one = cases[static_cast<std::size_t>(round) % cases.size()];
        const ExactNumber number{units(random) >> (round % 30), round % 3};
        const double exact =
            static_cast<double>(number.units) / static_cast<double>(power_of_ten(number.scale));
        const auto printed_number = print_number(number, parse_format(one.format).value(), "");
        const std::string& text = printed_number.text;
        if (!text.ends_with("余")) {
            const double slack = printed_number.rounding.empty() ? 1e-3 : 0.051;
            ASSERT_NEAR(as_number(text), exact, slack) << text;
            continue;
        }
        const double printed = as_number(text);
        const double digits = std::max(0.0, std::floor(std::log10(exact)) - 1);
        const double step = one.step > 0 ? one.step : std::pow(10, digits);
        ASSERT_LT(printed, exact) << text;
        ASSERT_LT(exact, printed + step * 1.0000001) << text << " " << exact;
    }
}

}  // namespace
}  // namespace taizhang::model
