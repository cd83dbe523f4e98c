// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_workbook.hpp"

#include <gtest/gtest.h>

#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::dump_parts;
using test::kMain;
using test::kXmlHead;
using test::relationship;
using test::relationships;
using test::workbook_parts;
using test::worksheet;

constexpr const char* kRow = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";

std::string sheets_xml(const std::string& sheets) {
    return std::string(kXmlHead) + "<workbook " + kMain + "><sheets>" + sheets +
           "</sheets></workbook>";
}

test::Parts three_sheets() {
    auto parts = workbook_parts("");
    parts["xl/workbook.xml"] = sheets_xml(
        "<sheet name=\"图\" sheetId=\"4\" r:id=\"rId4\"/>"
        "<sheet name=\"代码\" sheetId=\"1\" state=\"veryHidden\" r:id=\"rId1\"/>"
        "<sheet name=\"一月\" sheetId=\"7\" r:id=\"rId7\"/><sheet name=\"二月\" r:id=\"rId8\"/>");
    parts["xl/_rels/workbook.xml.rels"] =
        relationships(relationship("rId8", "worksheet", "worksheets/b.xml") +
                      relationship("rId7", "worksheet", "worksheets/a.xml") +
                      relationship("rId4", "chartsheet", "chartsheets/sheet1.xml") +
                      relationship("rId1", "worksheet", "worksheets/sheet1.xml"));
    parts["xl/worksheets/sheet1.xml"] = worksheet("<row><c><v>0</v></c></row>");
    parts["xl/worksheets/a.xml"] = worksheet("<row><c><v>1</v></c></row>");
    parts["xl/worksheets/b.xml"] = worksheet("<row><c><v>2</v></c></row>");
    return parts;
}

TEST(Workbook, OpensTheFirstVisibleSheetOrTheNamedOne) {
    EXPECT_EQ(dump_parts(three_sheets()), "1: N1\n");
    EXPECT_EQ(dump_parts(three_sheets(), "二月"), "1: N2\n");
    EXPECT_EQ(dump_parts(three_sheets(), "代码"), "1: N0\n");
    EXPECT_EQ(dump_parts(three_sheets(), "三月"),
              "! a.xlsx 工作表“三月”：没有这张工作表，可用的有：“一月”、“二月”");
    EXPECT_EQ(dump_parts(three_sheets(), "图").substr(0, 1), "!");
}

TEST(Workbook, SaysThatNoSheetIsVisible) {
    auto parts = workbook_parts(kRow);
    parts["xl/workbook.xml"] = sheets_xml("");
    EXPECT_EQ(dump_parts(parts), "! a.xlsx：工作簿中没有可见的工作表");
}

TEST(Workbook, FollowsAbsoluteAndOddTargets) {
    for (const auto* target :
         {"/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml", "./worksheets/sheet1.xml",
          "../xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml", "Worksheets/Sheet1.xml"}) {
        auto parts = workbook_parts(kRow);
        parts["xl/_rels/workbook.xml.rels"] =
            relationships(relationship("rId1", "worksheet", target));
        EXPECT_EQ(dump_parts(parts), "1: N1\n") << target;
    }
    EXPECT_EQ(resolve_target("xl/workbook.xml", "../../../etc/passwd"), "etc/passwd");
    EXPECT_EQ(resolve_target("", "/"), "");
}

TEST(Workbook, ManagesWithoutRelationshipsOfThePackage) {
    auto parts = workbook_parts(kRow);
    parts.erase("_rels/.rels");
    EXPECT_EQ(dump_parts(parts), "1: N1\n");
}

TEST(Workbook, FindsAWorkbookInAnotherFolder) {
    auto parts = workbook_parts(kRow);
    parts["_rels/.rels"] = relationships(relationship("r", "officeDocument", "/book/main.xml"));
    parts["book/main.xml"] = parts["xl/workbook.xml"];
    parts["book/_rels/main.xml.rels"] =
        relationships(relationship("rId1", "worksheet", "../xl/worksheets/sheet1.xml"));
    parts.erase("xl/workbook.xml");
    EXPECT_EQ(dump_parts(parts), "1: N1\n");
}

TEST(Workbook, ToleratesTheStrictNamespaceAndPrefixes) {
    auto parts = workbook_parts("");
    const std::string strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/";
    parts["_rels/.rels"] = relationships("<Relationship Id=\"a\" Type=\"" + strict +
                                         "officeDocument\" Target=\"xl/workbook.xml\"/>");
    parts["xl/_rels/workbook.xml.rels"] =
        relationships("<Relationship Id=\"rId1\" Type=\"" + strict +
                      "worksheet\" Target=\"worksheets/sheet1.xml\"/>");
    parts["xl/workbook.xml"] =
        "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:q=\"" +
        strict + "\"><x:sheets><x:sheet name=\"a\" q:id=\"rId1\"/></x:sheets></x:workbook>";
    parts["xl/worksheets/sheet1.xml"] =
        "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData>"
        "<x:row r=\"3\"><x:c r=\"B3\" t=\"d\"><x:v>2020-01-31T00:00:00</x:v></x:c>"
        "<x:c t=\"inlineStr\"><x:is><x:t>文</x:t></x:is></x:c></x:row>"
        "</x:sheetData></x:worksheet>";
    EXPECT_EQ(dump_parts(parts), "3: . D2020-01-31 T文\n");
}

TEST(Workbook, NeverOpensExternalLinksOrMacros) {
    auto parts = workbook_parts(kRow);
    parts["xl/vbaProject.bin"] = "not a macro";
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        "<Relationship Id=\"rId1\" Type=\"x/worksheet\" TargetMode=\"External\" "
        "Target=\"file:///etc/passwd\"/>");
    EXPECT_EQ(dump_parts(parts), "! a.xlsx：工作簿中没有可见的工作表");
    parts["xl/_rels/workbook.xml.rels"] =
        relationships(relationship("rId1", "worksheet", "worksheets/sheet1.xml") +
                      relationship("rId9", "vbaProject", "vbaProject.bin") +
                      relationship("rId8", "externalLink", "externalLinks/missing.xml"));
    EXPECT_EQ(dump_parts(parts), "1: N1\n");
}

TEST(Workbook, SaysWhatElseAnArchiveIs) {
    EXPECT_NE(dump_parts({{"word/document.xml", "<d/>"}}).find("文字文档"), std::string::npos);
    EXPECT_NE(dump_parts({{"xl/workbook.bin", ""}}).find(".xlsb"), std::string::npos);
    EXPECT_NE(dump_parts({{"content.xml", "<d/>"}}).find("另存为 .xlsx"), std::string::npos);
}

TEST(Workbook, SaysThatASheetIsMissingOrBroken) {
    auto parts = workbook_parts(kRow);
    parts.erase("xl/worksheets/sheet1.xml");
    EXPECT_NE(dump_parts(parts).find("损坏"), std::string::npos);
    parts["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData><row r='5'><c><v>1</v></c></row>";
    EXPECT_EQ(dump_parts(parts),
              "5: N1\n! a.xlsx 工作表“台账” 第 5 行：文件内部结构损坏，"
              "请用 WPS 或 Excel 打开后另存为 .xlsx 再试");
    parts["xl/workbook.xml"] = "<workbook>";
    EXPECT_NE(dump_parts(parts).find("损坏"), std::string::npos);
}

}  // namespace
}  // namespace taizhang::exchange
