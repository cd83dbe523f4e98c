// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_sheet.hpp"

#include <gtest/gtest.h>

#include "exchange/limits.hpp"
#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::dump_parts;
using test::dump_sheet;
using test::workbook_parts;

TEST(ColumnOfReference, ReadsLetters) {
    EXPECT_EQ(column_of_reference("A1"), 0U);
    EXPECT_EQ(column_of_reference("z9"), 25U);
    EXPECT_EQ(column_of_reference("AA10"), 26U);
    EXPECT_EQ(column_of_reference("XFD1048576"), 16383U);
    EXPECT_EQ(column_of_reference("XFE1"), std::nullopt);
    EXPECT_EQ(column_of_reference("AAAAAAAAAAAAAAAAAAAAAAAAAAAA1"), std::nullopt);
    EXPECT_EQ(column_of_reference("12"), std::nullopt);
    EXPECT_EQ(column_of_reference(""), std::nullopt);
}

TEST(Sheet, ReadsEveryTypeOfCell) {
    EXPECT_EQ(dump_sheet("<row r='1'><c r='A1'><v>12.50</v></c><c r='B1' t='n'><v> 7 </v></c>"
                         "<c r='C1' t='str'><f>A1&amp;B1</f><v>a_x000A_b</v></c>"
                         "<c r='D1' t='b'><v>1</v></c><c r='E1' t='b'><v>0</v></c>"
                         "<c r='F1' t='e'><v>#N/A</v></c>"
                         "<c r='G1' t='inlineStr'><is><r><t>甲</t></r><r><t>乙</t></r>"
                         "<rPh><t>x</t></rPh></is></c>"
                         "<c r='H1' t='d'><v>2020-01-31T08:30:00</v></c>"
                         "<c r='I1' t='d'><v>soon</v></c><c r='J1'><v>abc</v></c></row>"),
              "1: N12.50 N7 Ta\nb B1 B0 E#N/A T甲乙 D2020-01-31T08:30:00 Tsoon Tabc\n");
}

TEST(Sheet, TakesTheCachedValueOfAFormula) {
    EXPECT_EQ(dump_sheet("<row><c><f>1+1</f><v>2</v></c><c t='b'><f>TRUE</f><v>1</v></c>"
                         "<c t='e'><f>1/0</f><v>#DIV/0!</v></c>"
                         "<c t='str'><f>\"\"</f><v></v></c><c><v>1</v></c></row>"),
              "1: N2 B1 E#DIV/0! . N1\n");
}

TEST(Sheet, DoesNotTakeAnUncalculatedFormulaForEmpty) {
    EXPECT_EQ(dump_sheet("<row><c><f>SUM(B1:C1)</f><v></v></c><c><f>A1</f></c></row>"),
              "1: E=SUM(B1:C1) E=A1\n");
}

TEST(Sheet, DropsTrailingBlankCellsAndBlankRows) {
    EXPECT_EQ(
        dump_sheet("<row r='1'/><row r='2'><c r='A2' s='0'/><c r='B2'><v/></c></row>"
                   "<row r='4'><c r='C4'><v>1</v></c><c r='D4' t='inlineStr'><is><t/></is></c>"
                   "<c r='XFD4' s='3'/></row><row r='1000000'><c r='A1000000' s='1'/></row>"),
        "4: . . N1\n");
    EXPECT_EQ(dump_sheet(""), "");
}

TEST(Sheet, CountsWhereReferencesAreMissing) {
    EXPECT_EQ(dump_sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
                         "<row r='7'><c r='C7'><v>4</v></c><c><v>5</v></c></row>"
                         "<row r='x'><c><v>6</v></c></row><row r='0'><c><v>7</v></c></row>"),
              "1: N1 N2\n2: N3\n7: . . N4 N5\n8: N6\n9: N7\n");
}

TEST(Sheet, IgnoresWrongDimensionsAndEverythingAround) {
    auto parts = workbook_parts("");
    parts["xl/worksheets/sheet1.xml"] =
        "<worksheet xmlns='u' xmlns:r='v' xmlns:mc='w'><sheetPr/><dimension ref='A1'/>"
        "<sheetViews><sheetView><c><v>9</v></c></sheetView></sheetViews>"
        "<cols><col min='1' max='2'/></cols>"
        "<sheetData><row r='2' spans='1:1' ht='15'><c r='C2'><v>1</v><extLst><ext><v2>8</v2></ext>"
        "</extLst></c></row></sheetData>"
        "<mergeCells><mergeCell ref='A1:B2'/></mergeCells><drawing r:id='rId99'/>"
        "<extLst><ext><row r='5'><c><v>7</v></c></row></ext></extLst></worksheet>";
    EXPECT_EQ(dump_parts(parts), "2: . . N1\n");
}

TEST(Sheet, LeavesMergedCellsEmptyButTheFirst) {
    auto parts = workbook_parts("");
    parts["xl/worksheets/sheet1.xml"] =
        "<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1' s='1'/><c r='C1'>"
        "<v>2</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells>"
        "</worksheet>";
    EXPECT_EQ(dump_parts(parts), "1: N1 . N2\n");
}

TEST(Sheet, ReadsSharedStrings) {
    auto parts = workbook_parts(
        "<row><c t='s'><v>1</v></c><c t='s'><v>0</v></c>"
        "<c t='s'><v/></c><c t='s'><v>2</v></c></row>");
    parts["xl/sharedStrings.xml"] =
        test::shared_strings("<si><t>甲</t></si><si><t>乙</t></si><si><t></t></si>");
    EXPECT_EQ(dump_parts(parts), "1: T乙 T甲\n");
}

TEST(Sheet, SaysWhichCellRefersToNoString) {
    for (const auto* index : {"3", "-1", "x", "99999999999999999999999"}) {
        auto parts = workbook_parts("<row r='6'><c r='D6' t='s'><v>" + std::string(index) +
                                    "</v></c></row>");
        parts["xl/sharedStrings.xml"] = test::shared_strings("<si><t>甲</t></si>");
        EXPECT_EQ(
            dump_parts(parts),
            "! a.xlsx 工作表“台账” 第 6 行 D 列 “" + std::string(index) +
                "”：单元格引用的文字不存在，文件已损坏，请用 WPS 或 Excel 打开后另存为 .xlsx");
    }
}

TEST(Sheet, ReadsDatesByStyle) {
    auto parts = workbook_parts(
        "<row><c s='1'><v>43861</v></c><c s='2'><v>43861.5</v></c><c s='0'><v>43861</v></c>"
        "<c s='3'><v>43861</v></c><c s='4'><v>0.5</v></c><c s='1' "
        "t='inlineStr'><is><t>未定</t></is>"
        "</c><c s='1'><v>-1</v></c><c s='99'><v>5</v></c><c s='1'/><c s='5'><v>60</v></c></row>");
    parts["xl/styles.xml"] = test::styles(
        "<numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/>"
        "<numFmt numFmtId=\"177\" formatCode=\"0.00&quot;day&quot;\"/>",
        {0, 14, 176, 177, 20, 58});
    EXPECT_EQ(dump_parts(parts),
              "1: D2020-01-31 D2020-01-31T12:00:00 N43861 N43861 T12:00:00 T未定 N-1 N5 . "
              "D1900-02-29\n");
}

TEST(Sheet, HonoursThe1904System) {
    auto parts = workbook_parts("<row><c s='1'><v>42399</v></c><c s='1'><v>0</v></c></row>");
    parts["xl/styles.xml"] = test::styles("", {0, 14});
    auto& workbook = parts["xl/workbook.xml"];
    workbook.insert(workbook.find("<sheets>"), "<workbookPr date1904=\"true\"/>");
    EXPECT_EQ(dump_parts(parts), "1: D2020-01-31 D1904-01-01\n");
}

TEST(Sheet, DropsTheNoiseOfDoubles) {
    EXPECT_EQ(dump_sheet("<row><c><v>0.30000000000000004</v></c><c><v>1.1E+17</v></c></row>"),
              "1: N0.3 N110000000000000000\n");
}

TEST(Sheet, RefusesCellsBeyondTheLimits) {
    EXPECT_EQ(dump_sheet("<row r='3'><c r='XFE3'><v>1</v></c></row>"),
              "! a.xlsx 工作表“台账” 第 3 行 “XFE3”：单元格位置无效，列数上限为 16384");
    EXPECT_EQ(dump_sheet("<row r='1048577'><c><v>1</v></c></row>"),
              "! a.xlsx 工作表“台账”：行号超过 1048576 行的上限，请检查表格末尾的空行");
    std::string wide = "<row r='2'>";
    for (std::size_t i = 0; i <= kRowCellsMax; ++i) {
        wide += "<c/>";
    }
    EXPECT_NE(dump_sheet(wide + "</row>").find("第 2 行"), std::string::npos);
}

TEST(Sheet, RefusesOverlongTexts) {
    const std::string longest(kCellBytesMax, 'x');
    const auto cell = "<c t='inlineStr'><is><t>" + longest + "</t></is></c>";
    EXPECT_EQ(dump_sheet("<row>" + cell + "</row>").size(), kCellBytesMax + 5);
    EXPECT_EQ(dump_sheet("<row><c/><c t='str'><v>" + longest + "x</v></c></row>"),
              "! a.xlsx 工作表“台账” 第 1 行 B 列：单元格内容超过 1 MiB 的上限");
    std::string cells;
    for (std::size_t i = 0; i <= kLineBytesMax / kCellBytesMax; ++i) {
        cells += cell;
    }
    EXPECT_EQ(dump_sheet("<row>" + cells + "</row>"),
              "! a.xlsx 工作表“台账” 第 1 行 I 列：一行的内容超过 8 MiB 的上限");
}

TEST(Sheet, RepeatsItsError) {
    const test::TempDir dir;
    const auto path =
        test::write_zip(dir / "a.xlsx", workbook_parts("<row><c><v>1</v></c></row><oops>"));
    auto reader = open_table(path, {}).value();
    EXPECT_TRUE(reader->next());
    EXPECT_FALSE(reader->next());
    EXPECT_FALSE(reader->next());
}

}  // namespace
}  // namespace taizhang::exchange
