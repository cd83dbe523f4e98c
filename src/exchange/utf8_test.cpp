// SPDX-License-Identifier: Apache-2.0
#include "exchange/utf8.hpp"

#include <gtest/gtest.h>

namespace taizhang::exchange {
namespace {

TEST(WholeCharacters, LeavesACharacterCutOffAtTheEnd) {
    const std::string text = "台𠮷";
    EXPECT_EQ(whole_characters(text), 7U);
    EXPECT_EQ(whole_characters(text.substr(0, 6)), 3U);
    EXPECT_EQ(whole_characters(text.substr(0, 4)), 3U);
    EXPECT_EQ(whole_characters(text.substr(0, 1)), 0U);
    EXPECT_EQ(whole_characters("\x80"), 1U);
    EXPECT_EQ(whole_characters(""), 0U);
}

TEST(Utf8Extent, StopsAtTheFirstDamage) {
    EXPECT_EQ(utf8_extent("long enough for eight bytes 台账").bytes, 34U);
    EXPECT_FALSE(utf8_extent("台\xE8").damaged);
    const auto damaged = utf8_extent("0123456789台\xFF账");
    EXPECT_TRUE(damaged.damaged);
    EXPECT_EQ(damaged.bytes, 13U);
    EXPECT_TRUE(utf8_extent("\xED\xA0\x80 surrogate").damaged);
}

}  // namespace
}  // namespace taizhang::exchange
