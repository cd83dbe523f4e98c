// SPDX-License-Identifier: Apache-2.0
#include "base/money.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace taizhang {
namespace {

constexpr std::int64_t kMost = 1'000'000'000'000'000;

TEST(ParseScaled, ReadsPlainNumbers) {
    EXPECT_EQ(parse_scaled("0", 2), 0);
    EXPECT_EQ(parse_scaled("1234.50", 2), 123450);
    EXPECT_EQ(parse_scaled("-1234.5", 2), -123450);
    EXPECT_EQ(parse_scaled("+7", 0), 7);
    EXPECT_EQ(parse_scaled("-0", 2), 0);
    EXPECT_EQ(parse_scaled("000123", 0), 123);
    EXPECT_EQ(parse_scaled("0.000001", 6), 1);
    EXPECT_EQ(parse_scaled("12.0", 0), 12);
    EXPECT_EQ(parse_scaled("1.2300000000000000000000", 2), 123);
}

TEST(ParseScaled, RefusesWhatIsNotExactAtTheScale) {
    EXPECT_FALSE(parse_scaled("0.001", 2));
    EXPECT_FALSE(parse_scaled("1.5", 0));
    EXPECT_FALSE(parse_scaled("1.230000001", 2));
}

TEST(ParseScaled, RefusesWhatIsNoNumber) {
    for (const auto* text : {"", "-", "+", ".", "-.", "1.2.3", "1e3", "0x10", "1,234", " 1", "1 ",
                             "--1", "+-1", "一", "１", "NaN", "inf", "1-"}) {
        EXPECT_FALSE(parse_scaled(text, 2)) << text;
    }
}

TEST(ParseScaled, StopsAtTenToTheFifteenth) {
    EXPECT_EQ(parse_scaled("1000000000000000", 0), kMost);
    EXPECT_EQ(parse_scaled("-1000000000000000", 0), -kMost);
    EXPECT_FALSE(parse_scaled("1000000000000001", 0));
    EXPECT_EQ(parse_scaled("10000000000000.00", 2), kMost);
    EXPECT_EQ(parse_scaled("10000000000000", 2), kMost);
    EXPECT_FALSE(parse_scaled("10000000000000.01", 2));
    EXPECT_FALSE(parse_scaled("10000000000001", 2));
    EXPECT_FALSE(parse_scaled(std::string(400, '9'), 0));
    EXPECT_EQ(parse_scaled(std::string(400, '0'), 6), 0);
}

TEST(FormatScaled, WritesAllDigits) {
    EXPECT_EQ(format_scaled(6130000, 2), "61300.00");
    EXPECT_EQ(format_scaled(5, 2), "0.05");
    EXPECT_EQ(format_scaled(-5, 2), "-0.05");
    EXPECT_EQ(format_scaled(0, 2), "0.00");
    EXPECT_EQ(format_scaled(0, 0), "0");
    EXPECT_EQ(format_scaled(-123, 0), "-123");
    EXPECT_EQ(format_scaled(1, 6), "0.000001");
    EXPECT_EQ(format_scaled(std::numeric_limits<std::int64_t>::max(), 2), "92233720368547758.07");
    EXPECT_EQ(format_scaled(std::numeric_limits<std::int64_t>::min(), 2), "-92233720368547758.08");
}

TEST(FormatScaled, TrimsZerosBehindThePointOnly) {
    EXPECT_EQ(format_scaled_trimmed(6130000, 2), "61300");
    EXPECT_EQ(format_scaled_trimmed(6250, 2), "62.5");
    EXPECT_EQ(format_scaled_trimmed(-6250, 2), "-62.5");
    EXPECT_EQ(format_scaled_trimmed(0, 6), "0");
    EXPECT_EQ(format_scaled_trimmed(100, 0), "100");
}

TEST(FormatScaled, GroupsThousands) {
    EXPECT_EQ(format_grouped(0, 2), "0.00");
    EXPECT_EQ(format_grouped(99999, 2), "999.99");
    EXPECT_EQ(format_grouped(100000, 2), "1,000.00");
    EXPECT_EQ(format_grouped(6130000, 2), "61,300.00");
    EXPECT_EQ(format_grouped(-123456789, 2), "-1,234,567.89");
    EXPECT_EQ(format_grouped(-123, 0), "-123");
    EXPECT_EQ(format_grouped(1234567, 0), "1,234,567");
    EXPECT_EQ(format_grouped(kMost, 2), "10,000,000,000,000.00");
}

TEST(FormatScaled, WhatIsWrittenReadsBack) {
    std::mt19937_64 random(1);
    std::uniform_int_distribution<std::int64_t> units(-kMost, kMost);
    for (int round = 0; round < 20000; ++round) {
        const int scale = round % (kScaleMax + 1);
        const std::int64_t value = units(random) >> (round % 50);
        ASSERT_EQ(parse_scaled(format_scaled(value, scale), scale), value);
        ASSERT_EQ(parse_scaled(format_scaled_trimmed(value, scale), scale), value);
    }
}

TEST(DivideRounded, HalfGoesAwayFromZero) {
    EXPECT_EQ(divide_rounded(5, 10), 1);
    EXPECT_EQ(divide_rounded(4, 10), 0);
    EXPECT_EQ(divide_rounded(-5, 10), -1);
    EXPECT_EQ(divide_rounded(5, -10), -1);
    EXPECT_EQ(divide_rounded(-5, -10), 1);
    EXPECT_EQ(divide_rounded(-4, 10), 0);
    EXPECT_EQ(divide_rounded(25, 10), 3);
    EXPECT_EQ(divide_rounded(35, 10), 4);
    EXPECT_EQ(divide_rounded(1, 3), 0);
    EXPECT_EQ(divide_rounded(2, 3), 1);
    EXPECT_EQ(divide_rounded(0, -7), 0);
}

TEST(DivideRounded, HoldsAtTheExtremes) {
    const auto most = std::numeric_limits<std::int64_t>::max();
    const auto least = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(divide_rounded(most, 1), most);
    EXPECT_EQ(divide_rounded(most, most), 1);
    EXPECT_EQ(divide_rounded(most - 1, most), 1);
    EXPECT_EQ(divide_rounded(least, least), 1);
    EXPECT_EQ(divide_rounded(most, 2), most / 2 + 1);
    EXPECT_EQ(divide_rounded(1, most), 0);
}

TEST(PowerOfTen, ReachesEighteen) {
    EXPECT_EQ(power_of_ten(0), 1);
    EXPECT_EQ(power_of_ten(15), kMost);
    EXPECT_EQ(power_of_ten(18), kMost * 1000);
}

}  // namespace
}  // namespace taizhang
