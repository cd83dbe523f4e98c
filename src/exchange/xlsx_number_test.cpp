// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_number.hpp"

#include <gtest/gtest.h>

namespace taizhang::exchange {
namespace {

TEST(PlainNumber, KeepsTheDigitsOfTheFile) {
    for (const auto* text : {"0", "12", "-3", "0.5", "1.50", "100.10", "007", "123456.789"}) {
        EXPECT_EQ(plain_number(text), text);
    }
    EXPECT_EQ(plain_number("330102199001011234"), "330102199001011234");
    EXPECT_EQ(plain_number(" 5\n"), "5");
    EXPECT_EQ(plain_number("+5"), "5");
}

TEST(PlainNumber, DropsTheNoiseOfADouble) {
    EXPECT_EQ(plain_number("0.30000000000000004"), "0.3");
    EXPECT_EQ(plain_number("1234.5600000000001"), "1234.56");
    EXPECT_EQ(plain_number("-2.9999999999999996"), "-3");
    EXPECT_EQ(plain_number("99.999999999999986"), "100");
    EXPECT_EQ(plain_number("0.00010000000000000001"), "0.0001");
}

TEST(PlainNumber, HasNoExponentForNormalMagnitudes) {
    EXPECT_EQ(plain_number("1.10101199003070E+17"), "110101199003070000");
    EXPECT_EQ(plain_number("1E-3"), "0.001");
    EXPECT_EQ(plain_number("1.25e2"), "125");
    EXPECT_EQ(plain_number("1E+20"), "100000000000000000000");
    EXPECT_EQ(plain_number("-4.5E-10"), "-0.00000000045");
    EXPECT_EQ(plain_number("0E0"), "0");
    EXPECT_EQ(plain_number("1.5E+300"), "1.5E300");
    EXPECT_EQ(plain_number("2E-300"), "2E-300");
}

TEST(PlainNumber, RefusesWhatIsNoNumber) {
    for (const auto* text :
         {"", " ", "abc", "1,000", "1.2.3", "NaN", "inf", "0x10", "1E999", "+-1", "12元", "--1"}) {
        EXPECT_EQ(plain_number(text), std::nullopt) << text;
    }
    EXPECT_EQ(plain_number(std::string(10'000, '9')), std::nullopt);
}

TEST(IsPlainDecimal, WantsDigitsOnBothSidesOfThePoint) {
    EXPECT_TRUE(is_plain_decimal("-12.50"));
    EXPECT_TRUE(is_plain_decimal("0"));
    for (const auto* text : {"", "-", ".5", "5.", "1e3", "+1", "1 2"}) {
        EXPECT_FALSE(is_plain_decimal(text)) << text;
    }
}

}  // namespace
}  // namespace taizhang::exchange
