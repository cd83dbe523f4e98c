// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_template.hpp"

#include <gtest/gtest.h>

#include "exchange/limits.hpp"
#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::part_text;
using test::TempDir;

bool contains(const std::string& text, const std::string& piece) {
    return text.find(piece) != std::string::npos;
}

std::vector<TemplateColumn> columns() {
    return {{"发放日期", "日期，如 2020-01-31", true, TemplateColumn::Input::Date, {}},
            {"身份证号", "18 位", false, TemplateColumn::Input::Text, {}},
            {"原因", "大病、意外", true, TemplateColumn::Input::Text, {"大病", "意外"}}};
}

TEST(XlsxTemplate, LocksTheTitlesAndNothingElse) {
    const TempDir dir;
    const auto path = dir / "a.xlsx";
    ASSERT_TRUE(write_template(path, "救助", columns()));
    const auto sheet = part_text(path, "xl/worksheets/sheet1.xml");
    EXPECT_TRUE(contains(sheet, "<sheetProtection sheet=\"1\""));
    EXPECT_TRUE(contains(sheet, "deleteRows=\"0\""));  // 0: allowed (ECMA-376, 18.3.1.85)
    EXPECT_TRUE(contains(part_text(path, "xl/styles.xml"), "<protection locked=\"0\"/>"));
    EXPECT_TRUE(contains(sheet, "state=\"frozen\""));
}

TEST(XlsxTemplate, OffersTheChoicesFromAHiddenSheet) {
    const TempDir dir;
    const auto path = dir / "a.xlsx";
    ASSERT_TRUE(write_template(path, "救助", columns()));
    const auto sheet = part_text(path, "xl/worksheets/sheet1.xml");
    EXPECT_TRUE(contains(sheet, "sqref=\"C2:C10001\""));
    EXPECT_TRUE(contains(sheet, "<formula1>选项!$A$1:$A$2</formula1>"));
    EXPECT_TRUE(contains(part_text(path, "xl/workbook.xml"),
                         "name=\"选项\" sheetId=\"3\" state=\"hidden\""));
    EXPECT_EQ(test::dump(path), "1: T发放日期 T身份证号 T原因\n");
}

TEST(XlsxTemplate, SaysOnEachTitleWhatIsRight) {
    const TempDir dir;
    const auto path = dir / "a.xlsx";
    ASSERT_TRUE(write_template(path, "救助", columns()));
    const auto comments = part_text(path, "xl/comments1.xml");
    EXPECT_TRUE(contains(comments, "必填。日期，如 2020-01-31"));
    EXPECT_TRUE(contains(comments, "可空。18 位"));
}

TEST(XlsxTemplate, RefusesOtherEndingsAndBadPlaces) {
    const TempDir dir;
    EXPECT_EQ(write_template(dir / "a.csv", "救助", columns()).error().code,
              ErrorCode::Unsupported);
    EXPECT_EQ(write_template(dir / "none" / "a.xlsx", "救助", columns()).error().code,
              ErrorCode::Io);
}

}  // namespace
}  // namespace taizhang::exchange
