// SPDX-License-Identifier: Apache-2.0
#include "report/write_text.hpp"

#include <gtest/gtest.h>

namespace taizhang::report {

namespace {

TEST(CleanText, KeepsWhatXmlAllows) {
    EXPECT_EQ(clean_text("甲\t乙\n丙😀"), "甲\t乙\n丙😀");
    EXPECT_EQ(clean_text(std::string("a\0b\x1F\x7F", 5)), "ab");
    EXPECT_EQ(clean_text("a\xEF\xBF\xBF"
                         "b"),
              "ab");  // U+FFFF
}

TEST(CleanText, ReplacesMalformedBytes) {
    EXPECT_EQ(clean_text("\xFF甲"), "\xEF\xBF\xBD甲");
    EXPECT_EQ(clean_text("\xE7\x94"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // cut short
    EXPECT_EQ(clean_text("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong
    EXPECT_EQ(clean_text("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // surrogate
}

TEST(GroupedDigits, GroupsPlainNumbersOnly) {
    EXPECT_EQ(grouped_digits("61300.00"), "61,300.00");
    EXPECT_EQ(grouped_digits("-1234567"), "-1,234,567");
    EXPECT_EQ(grouped_digits("125"), "125");
    EXPECT_EQ(grouped_digits("0.5"), "0.5");
    EXPECT_EQ(grouped_digits(""), "");
    EXPECT_EQ(grouped_digits("1,234"), "1,234");
    EXPECT_EQ(grouped_digits("506件"), "506件");
    EXPECT_EQ(grouped_digits("-"), "-");
}

TEST(PrintedText, AMissingFigureIsNamed) {
    Report report;
    report.figures.resize(1);
    report.figures[0].state = FigureState::Missing;
    report.figures[0].title_zh = "演练人次";
    EXPECT_EQ(printed_text(report, report::Run{"0人次", false, 0}), "〔缺：演练人次〕");
    EXPECT_EQ(printed_text(report, report::Run{"越界", false, 1}), "越界");
}

}  // namespace

}  // namespace taizhang::report
