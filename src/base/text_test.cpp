// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <gtest/gtest.h>

namespace taizhang {
namespace {

using Parts = std::vector<std::string>;

TEST(Text, KnowsUtf8) {
    EXPECT_TRUE(is_valid_utf8(""));
    EXPECT_TRUE(is_valid_utf8("abc 台账 𠮷"));
    EXPECT_FALSE(is_valid_utf8("\xff"));
    EXPECT_FALSE(is_valid_utf8("\xc0\x80"));          // overlong
    EXPECT_FALSE(is_valid_utf8("\xed\xa0\x80"));      // a surrogate
    EXPECT_FALSE(is_valid_utf8("台\xe8\xb4"));        // cut off
    EXPECT_FALSE(is_valid_utf8("\xcc\xa8\xd5\xcb"));  // 台账 in GB 18030
}

TEST(Text, EncodesForAddressesAndHeaders) {
    EXPECT_EQ(percent_encoded("a-b c&d=石~"), "a-b%20c%26d%3D%E7%9F%B3~");
}

TEST(Text, TrimsWhiteSpaceOfAnyKind) {
    EXPECT_EQ(trimmed(""), "");
    EXPECT_EQ(trimmed(" \t\r\n"), "");
    EXPECT_EQ(trimmed("　张三　"), "张三");
    EXPECT_EQ(trimmed("\u00a0\ufeff张 三\u00a0"), "张 三");
    EXPECT_EQ(trimmed("　 \u2003x\u3000y\n"), "x\u3000y");
    EXPECT_EQ(trimmed("\u3000\ufeff"), "");
    EXPECT_EQ(trimmed("张三"), "张三");
    EXPECT_EQ(trimmed("\xff x "), "\xff x");
}

TEST(Text, FoldsFullWidth) {
    EXPECT_EQ(folded("ＡＢ１２"), "AB12");
    EXPECT_EQ(folded("　２０２０－０１　"), "2020-01");
    EXPECT_EQ(folded("救助金额（元）"), "救助金额(元)");
    EXPECT_EQ(folded("１，２３４．５０"), "1,234.50");
    EXPECT_EQ(folded(" plain "), "plain");
    EXPECT_EQ(folded("𠮷"), "𠮷");
    EXPECT_EQ(folded(""), "");
    EXPECT_EQ(folded(folded("Ａ　Ｂ")), folded("Ａ　Ｂ"));
}

TEST(Text, CountsCharactersNotBytes) {
    EXPECT_EQ(character_count(""), 0U);
    EXPECT_EQ(character_count("台账ab"), 4U);
    EXPECT_EQ(character_count("𠮷𠮷"), 2U);
    EXPECT_EQ(character_count("\xff\xff"), 2U);
    EXPECT_EQ(first_characters("台账ab", 3), "台账a");
    EXPECT_EQ(first_characters("𠮷野家", 1), "𠮷");
    EXPECT_EQ(first_characters("台账", 9), "台账");
    EXPECT_EQ(first_characters("台账", 0), "");
}

TEST(Text, SplitsAtWholeCharacters) {
    EXPECT_EQ(split("a,b,,c", ","), (Parts{"a", "b", "", "c"}));
    EXPECT_EQ(split("甲、乙，丙", "、，"), (Parts{"甲", "乙", "丙"}));
    EXPECT_EQ(split("", ","), Parts{""});
    EXPECT_EQ(split(",", ","), (Parts{"", ""}));
    EXPECT_EQ(split("。〃", "、，"), Parts{"。〃"});  // share bytes with the separators
    EXPECT_EQ(join({}, "、"), "");
    EXPECT_EQ(join({"甲"}, "、"), "甲");
    EXPECT_EQ(join({"甲", "乙"}, "、"), "甲、乙");
    EXPECT_EQ(join({"", "乙"}, "、"), "、乙");
}

TEST(Text, Replaces) {
    EXPECT_EQ(replaced("a.b.c", ".", "--"), "a--b--c");
    EXPECT_EQ(replaced("aaa", "a", "aa"), "aaaaaa");
    EXPECT_EQ(replaced("abc", "x", "y"), "abc");
    EXPECT_EQ(replaced("年年", "年", ""), "");
}

TEST(Text, Names) {
    for (const auto* name : {"a", "temporary_relief", "a1", "x_", "a__b"}) {
        EXPECT_TRUE(is_name(name)) << name;
    }
    for (const auto* name : {"", "_a", "1a", "A", "aB", "a-b", "a b", "a.b", "姓名", "a\n"}) {
        EXPECT_FALSE(is_name(name)) << name;
    }
    EXPECT_TRUE(is_name(std::string(48, 'a')));
    EXPECT_FALSE(is_name(std::string(49, 'a')));
}

TEST(Text, DottedNames) {
    EXPECT_TRUE(is_dotted_name("relief.temporary.people"));
    EXPECT_TRUE(is_dotted_name("relief"));
    for (const auto* name : {"", ".", "a.", ".a", "a..b", "a.B", "a.1", "a. b"}) {
        EXPECT_FALSE(is_dotted_name(name)) << name;
    }
}

TEST(Text, NearestIsASlipAway) {
    const Parts names = {"amount", "applicant", "paid_on"};
    EXPECT_EQ(nearest("amont", names), "amount");
    EXPECT_EQ(nearest("aplicant", names), "applicant");
    EXPECT_EQ(nearest("paidon", names), "paid_on");
    EXPECT_EQ(nearest("amount", names), "amount");
    EXPECT_FALSE(nearest("household_register", names));
    EXPECT_FALSE(nearest("amount", {}));
    EXPECT_EQ(nearest("石桥社去", {"石桥社区", "柳林社区"}), "石桥社区");
}

}  // namespace
}  // namespace taizhang
