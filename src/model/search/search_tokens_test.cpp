// SPDX-License-Identifier: Apache-2.0
#include "model/search/search_tokens.hpp"

#include <gtest/gtest.h>

namespace taizhang::model {
namespace {

std::string tokens(const std::string& text, Initials initials = Initials::No) {
    std::string lines;
    append_line(lines, {text, initials});
    return search_tokens(lines);
}

std::string phrases(const std::string& query) {
    std::string line;
    for (const auto& phrase : search_phrases(parse_search(query)->front())) {
        line += line.empty() ? "" : " | ";
        for (const auto& token : phrase.tokens) {
            line += (&token == &phrase.tokens.front() ? "" : " ") + token;
        }
        line += phrase.prefix ? "*" : "";
    }
    return line;
}

TEST(SearchTokens, EachCharacterBeginsOne) {
    EXPECT_EQ(tokens("石桥3号"), "石桥 桥 3 号 _ ");
    EXPECT_EQ(tokens("石桥，社区"), "石桥 桥 社区 区 _ ");
}

TEST(SearchTokens, NumbersAreTurnedAndInitialsMarked) {
    EXPECT_EQ(tokens("电话13812345678"), "电话 话 13812345678 _ _87654321831 ");
    EXPECT_EQ(tokens("1234"), "1234 _ ");
    EXPECT_EQ(tokens("石桥社", Initials::Yes), "石桥 桥社 社 _ _sq _qs _s _dq _qs _s ");
}

TEST(SearchTokens, LinesStayApart) {
    std::string lines;
    append_line(lines, {"甲\n乙\t", Initials::No});
    append_line(lines, {"\t丙", Initials::No});
    EXPECT_EQ(lines, "甲 乙 \n 丙\n");
    EXPECT_EQ(search_tokens(lines), "甲 乙 _ 丙 _ ");
}

TEST(SearchTokens, WordsBecomePhrases) {
    EXPECT_EQ(phrases("石桥"), "石桥");
    EXPECT_EQ(phrases("石桥社"), "石桥 桥社");
    EXPECT_EQ(phrases("石"), "石*");
    EXPECT_EQ(phrases("3号楼2单元"), "3 号楼 楼 2 单元");
    EXPECT_EQ(phrases("楼20"), "楼 20");
    EXPECT_EQ(phrases("楼2号"), "楼 2 号*");
    EXPECT_EQ(phrases("138"), "138*");
    EXPECT_EQ(phrases("5678"), "5678* | _8765*");
    EXPECT_EQ(phrases("尾号5678"), "5678 | _8765*");
    EXPECT_EQ(phrases("zsf"), "zsf* | _zs _sf");
    EXPECT_EQ(phrases("z"), "z");
}

}  // namespace
}  // namespace taizhang::model
