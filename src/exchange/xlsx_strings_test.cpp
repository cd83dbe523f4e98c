// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_strings.hpp"

#include <gtest/gtest.h>

#include "exchange/limits.hpp"
#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

std::string decoded(std::string text) {
    decode_escapes(text);
    return text;
}

TEST(DecodeEscapes, GivesTheCharacterMeant) {
    EXPECT_EQ(decoded("a_x000A_b"), "a\nb");
    EXPECT_EQ(decoded("_x000d__x000a_"), "\r\n");
    EXPECT_EQ(decoded("_x5F20_三"), "张三");
    EXPECT_EQ(decoded("_xD842__xDFB7_"), "𠮷");
    EXPECT_EQ(decoded("_x005F_x000A_"), "_x000A_");
}

TEST(DecodeEscapes, LeavesWhatOnlyLooksLikeOne) {
    for (const auto* text : {"", "_x", "_x000", "_x000G_", "a_xyz_b", "_x0000_", "_xDC00_",
                             "_xD842_", "_xD842_x", "__x", "_x-001_"}) {
        EXPECT_EQ(decoded(text), text);
    }
}

Result<SharedStrings> read_items(const std::string& items,
                                 std::size_t bytes_max = kSharedStringsBytesMax) {
    const test::TempDir dir;
    const auto path =
        test::write_zip(dir / "a.zip", {{"strings.xml", test::shared_strings(items)}});
    return SharedStrings::read(*ZipArchive::open(path), "strings.xml", bytes_max);
}

TEST(SharedStrings, JoinsRunsAndLeavesPronunciationOut) {
    const auto strings = read_items(
        "<si><t>张三</t></si>"
        "<si><r><rPr><b/></rPr><t>救助</t></r><r><t xml:space=\"preserve\"> 金额</t></r></si>"
        "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr "
        "fontId=\"1\"/></si>"
        "<si/><si><t/></si><si><t>a&lt;b_x000A_c</t></si>");
    ASSERT_TRUE(strings) << describe(strings.error());
    ASSERT_EQ(strings->size(), 6U);
    EXPECT_EQ(strings->at(0), "张三");
    EXPECT_EQ(strings->at(1), "救助 金额");
    EXPECT_EQ(strings->at(2), "東京");
    EXPECT_EQ(strings->at(3), "");
    EXPECT_EQ(strings->at(4), "");
    EXPECT_EQ(strings->at(5), "a<b\nc");
    EXPECT_EQ(strings->at(6), std::nullopt);
}

TEST(SharedStrings, KeepsEachTextWhole) {
    SharedStrings strings;
    std::vector<std::string> texts;
    for (const std::size_t length :
         {std::size_t{1}, kSharedStringsBlockBytes, std::size_t{0}, kSharedStringsBlockBytes / 2,
          kSharedStringsBlockBytes / 2, std::size_t{0}, std::size_t{3},
          kSharedStringsBlockBytes - 2, std::size_t{2}}) {
        texts.emplace_back(length, static_cast<char>('a' + texts.size()));
        strings.append(texts.back());
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        EXPECT_TRUE(strings.at(i) == texts[i]) << i;
    }
}

TEST(SharedStrings, RefusesOneEndlessString) {
    const auto strings = read_items("<si><t>" + std::string(kCellBytesMax + 1, 'x') + "</t></si>");
    ASSERT_FALSE(strings);
    EXPECT_EQ(strings.error().code, ErrorCode::LimitExceeded);
}

TEST(SharedStrings, RefusesMoreThanTheLimitAltogether) {
    EXPECT_TRUE(read_items("<si><t>12345678</t></si><si/>", 16));
    const auto strings = read_items("<si><t>12345678</t></si><si/>", 15);
    ASSERT_FALSE(strings);
    EXPECT_EQ(strings.error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(strings.error().place->file, "a.zip");
}

}  // namespace
}  // namespace taizhang::exchange
