// SPDX-License-Identifier: Apache-2.0
#include "model/search/search_word.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::model {
namespace {

// What of the text was found; "-" for nothing.
std::string found(const std::string& query, const std::string& text,
                  Initials initials = Initials::Yes) {
    const auto words = parse_search(query);
    if (!words) {
        return "error";
    }
    const auto range = find_word(words->front(), search_runs(text), initials);
    return range ? text.substr(range->begin, range->end - range->begin) : "-";
}

std::string shown(const std::string& text) {
    std::string line;
    for (const auto& run : search_runs(text)) {
        line += line.empty() ? "" : " ";
        for (const char32_t character : run.characters) {
            append_character(line, character);
        }
    }
    return line;
}

TEST(SearchText, IsFoldedAndPartedIntoRuns) {
    EXPECT_EQ(shown("石桥社区３号楼２单元"), "石桥社区 3 号楼 2 单元");
    EXPECT_EQ(shown("JZ-2020-0001"), "jz 2020 0001");
    EXPECT_EQ(shown("川ＪＡ１２３４"), "川 ja 1234");
    EXPECT_EQ(shown("1,200.50元"), "1 200 50 元");
    EXPECT_EQ(shown("“石桥”，（社区）…"), "石桥 社区");
    EXPECT_EQ(shown("办😀结👨‍👩‍👧了"), "办 结 了");
    EXPECT_EQ(shown("𠮷野家、㐂々〇"), "𠮷野家 㐂々〇");
    EXPECT_EQ(shown("Ünïcode Straße ﬁne"), "ünïcode strasse fine");
    EXPECT_EQ(shown("葛\U000E0100城"), "葛城");  // a variation selector says nothing
    EXPECT_EQ(shown(""), "");
    EXPECT_EQ(shown(" \n，。"), "");
}

TEST(SearchText, AnIdNumberKeepsItsLetter) {
    EXPECT_EQ(shown("51090319800101123X"), "51090319800101123x");
    EXPECT_EQ(shown("123X号"), "123x 号");
    EXPECT_EQ(shown("3xl"), "3 xl");
}

TEST(SearchText, LongRunsAreCut) {
    const auto runs = search_runs(std::string(1000, '7'));
    ASSERT_EQ(runs.size(), 16U);
    EXPECT_EQ(runs[0].characters.size(), limits::kSearchRunCharactersMax);
    std::string han;
    for (int i = 0; i < 30'000; ++i) {
        han += "字";
    }
    EXPECT_EQ(search_runs(han).size(), 1U);
}

TEST(SearchText, SourcesAreThoseOfTheTextAsWritten) {
    const std::string text = "Ａ①石";
    const auto runs = search_runs(text);
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(runs[0].sources[0], (SourceRange{0, 3}));
    EXPECT_EQ(runs[1].sources[0], (SourceRange{3, 6}));
    EXPECT_EQ(runs[2].sources[0], (SourceRange{6, 9}));
}

TEST(SearchWord, HanCharactersAreFoundAnywhere) {
    EXPECT_EQ(found("桥社", "石桥社区"), "桥社");
    EXPECT_EQ(found("石", "石桥社区"), "石");
    EXPECT_EQ(found("区", "石桥社区"), "区");
    EXPECT_EQ(found("石社", "石桥社区"), "-");
    EXPECT_EQ(found("石桥", "石、桥"), "-");
    EXPECT_EQ(found("𠮷野", "在𠮷野家"), "𠮷野");
}

TEST(SearchWord, MixedWordsKeepTheirOrder) {
    EXPECT_EQ(found("3号楼2单元", "石桥３号楼２单元501"), "３号楼２单元");
    EXPECT_EQ(found("3号楼", "13号楼"), "-");
    EXPECT_EQ(found("号楼2", "3号楼21单元"), "-");  // one digit is meant whole
    EXPECT_EQ(found("楼2单", "3号楼-2单元"), "楼-2单");
    EXPECT_EQ(found("2单元3号楼", "3号楼2单元"), "-");
}

TEST(SearchWord, NumbersAreFoundByBeginningAndEnd) {
    EXPECT_EQ(found("138", "13812345678"), "138");
    EXPECT_EQ(found("13", "13812345678"), "-");
    EXPECT_EQ(found("5678", "13812345678"), "5678");
    EXPECT_EQ(found("678", "13812345678"), "-");
    EXPECT_EQ(found("2345", "13812345678"), "-");
    EXPECT_EQ(found("123X", "51090319800101123x"), "123x");
    EXPECT_EQ(found("尾号5678", "13812345678"), "5678");
    EXPECT_EQ(found("尾号1381", "13812345678"), "-");
    EXPECT_EQ(found("尾号 5678", "13812345678"), "5678");
    EXPECT_EQ(found("尾号5678", "5678"), "5678");
    EXPECT_EQ(found("JZ-2020-0001", "JZ-2020-0001"), "JZ-2020-0001");
    EXPECT_EQ(found("jz-2020", "JZ-2020-0001"), "JZ-2020");
    EXPECT_EQ(found("1,200.50", "1,200.50元"), "1,200.50");
    EXPECT_EQ(found("1,200", "1,200.50元"), "1,200");
}

TEST(SearchWord, AMaskedNumberFindsWhatItHides) {
    const auto words = parse_search("138****5678");
    ASSERT_TRUE(words);
    ASSERT_EQ(words->size(), 2U);
    const auto runs = search_runs("13812345678");
    EXPECT_TRUE(find_word((*words)[0], runs, Initials::No));
    EXPECT_TRUE(find_word((*words)[1], runs, Initials::No));
    EXPECT_EQ(found("138****", "13812345678"), "138");
}

TEST(SearchWord, InitialsStandForHanCharacters) {
    EXPECT_EQ(found("sqsq", "石桥社区"), "石桥社区");
    EXPECT_EQ(found("QS", "石桥社区"), "桥社");
    EXPECT_EQ(found("zsf", "居民张三丰"), "张三丰");
    EXPECT_EQ(found("s", "石桥社区"), "-");
    EXPECT_EQ(found("sq", "石、桥"), "-");
    EXPECT_EQ(found("zs", "曾三"), "曾三");  // a surname's own reading
    EXPECT_EQ(found("cs", "曾三"), "曾三");
    EXPECT_EQ(found("cj", "长江路"), "长江");
    EXPECT_EQ(found("sqsq", "石桥社区", Initials::No), "-");
}

TEST(SearchWord, LettersAreWholeOrBegin) {
    EXPECT_EQ(found("wor", "Word文档"), "Wor");
    EXPECT_EQ(found("ord", "Word文档"), "-");
    EXPECT_EQ(found("a", "A栋"), "A");
    EXPECT_EQ(found("a", "AB栋"), "-");
}

TEST(SearchWord, QueriesHaveLimits) {
    EXPECT_EQ(parse_search("").error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(parse_search("，。 😀 *").error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(parse_search("\xff\xfe").error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(parse_search(std::string(101, 'a')).error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(parse_search("一 二 三 四 五 六 七 八 九").error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(parse_search("石桥　社区\t2020").value().size(), 3U);
}

}  // namespace
}  // namespace taizhang::model
