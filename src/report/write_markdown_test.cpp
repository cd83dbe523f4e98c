// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/write_sample_test.hpp"
#include "report/writer.hpp"

namespace taizhang::report {

namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string body(std::vector<Run> runs) {
    Report report;
    report.blocks = {{BlockKind::Body, std::move(runs)}};
    return write_markdown(report);
}

TEST(WriteMarkdown, HeadingsAndFigures) {
    const std::string text = write_markdown(sample_report());
    EXPECT_THAT(text, StartsWith("# 云桥街道2020年上半年工作总结\n\n## 一、民生保障\n\n"
                                 "### （一）救助走访应到尽到\n\n"));
    EXPECT_THAT(text, HasSubstr("共125人6.13万元，资金"));
    EXPECT_THAT(text, HasSubstr("〔缺：演练人次〕"));
    EXPECT_THAT(text, HasSubstr("\n\n#### 1. 逐条登记。\n\n"));
}

// CommonMark closes no emphasis between 。 and a letter.
TEST(WriteMarkdown, PunctuationStaysOutsideEmphasis) {
    EXPECT_EQ(body({{"救助到人。", true, {}}, {"1—6月", false, {}}}), "**救助到人**。1—6月\n");
    EXPECT_EQ(body({{"一是", false, {}}, {"（重点）", true, {}}, {"看", false, {}}}),
              "一是（**重点**）看\n");
    EXPECT_EQ(body({{"救助", true, {}}, {"到人", true, {}}}), "**救助到人**\n");
    EXPECT_EQ(body({{"甲", false, {}}, {"。", true, {}}, {"乙", false, {}}}), "甲。乙\n");
}

TEST(WriteMarkdown, TextIsNoMarkup) {
    EXPECT_EQ(body({{"1. 甲", false, {}}}), "1\\. 甲\n");
    EXPECT_EQ(body({{"- 甲", false, {}}}), "\\- 甲\n");
    EXPECT_EQ(body({{"# 甲", false, {}}}), "\\# 甲\n");
    EXPECT_EQ(body({{"a*b_c`<d>[e]&amp;\\", false, {}}}),
              "a\\*b\\_c\\`\\<d\\>\\[e\\]\\&amp;\\\\\n");
    EXPECT_EQ(body({{"甲\n乙", false, {}}}), "甲\\\n乙\n");
}

}  // namespace

}  // namespace taizhang::report
