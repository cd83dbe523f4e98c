// SPDX-License-Identifier: Apache-2.0
#include "exchange/csv_reader.hpp"

#include <gtest/gtest.h>

#include "exchange/limits.hpp"
#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

std::string dump_text(std::string_view text) {
    const test::TempDir dir;
    return test::dump(test::write_file(dir / "a.csv", text));
}

TEST(CsvReader, ReadsPlainAndQuotedCells) {
    EXPECT_EQ(dump_text("姓名,金额\r\n\"张,三\",\"1,000\"\r\n\"他说\"\"好\"\"\",x\r\n"),
              "1: T姓名 T金额\n2: T张,三 T1,000\n3: T他说\"好\" Tx\n");
    EXPECT_EQ(dump_text("a,b"), "1: Ta Tb\n");
    EXPECT_EQ(dump_text("a,\"b\""), "1: Ta Tb\n");
    EXPECT_EQ(dump_text(" a ,\"\",b,,\n"), "1: T a  . Tb\n");
}

TEST(CsvReader, KeepsQuotesThatAreNotAtTheBeginning) {
    EXPECT_EQ(dump_text("5\" pipe,a \"b\" c\n"), "1: T5\" pipe Ta \"b\" c\n");
    EXPECT_EQ(dump_text("\"abc\"def,x\n"), "1: Tabcdef Tx\n");
}

TEST(CsvReader, CountsPhysicalLines) {
    EXPECT_EQ(dump_text("a,b\n\"1\n2\r\n3\",x\n\n,\ny,z\n"),
              "1: Ta Tb\n2: T1\n2\n3 Tx\n7: Ty Tz\n");
}

TEST(CsvReader, KnowsEveryLineEnd) {
    EXPECT_EQ(dump_text("a,b\r1,2\r"), "1: Ta Tb\n2: T1 T2\n");
    EXPECT_EQ(dump_text("a,b\r\n1,2\n3,4\r5,6"), "1: Ta Tb\n2: T1 T2\n3: T3 T4\n4: T5 T6\n");
    EXPECT_EQ(dump_text("\n\r\n\r\ra,b"), "5: Ta Tb\n");
    EXPECT_EQ(dump_text("\"a\r\rb\"\r\nc\n"), "1: Ta\n\nb\n4: Tc\n");
}

TEST(CsvReader, ReadsOtherDelimiters) {
    EXPECT_EQ(dump_text("a\tb\n1\t\"2\t3\"\n"), "1: Ta Tb\n2: T1 T2\t3\n");
    EXPECT_EQ(dump_text("a;b\n1,5;2\n"), "1: Ta Tb\n2: T1,5 T2\n");
    EXPECT_EQ(dump_text("sep=|\na|b\n"), "2: Ta Tb\n");
    EXPECT_EQ(dump_text("sep=,"), "");
}

TEST(CsvReader, UndoesWhatKeepsASpreadsheetFromCalculating) {
    EXPECT_EQ(dump_text("'-5,=\"0012\",\"=\"\"0034\"\"\"\n"), "1: T-5 T0012 T0034\n");
}

TEST(CsvReader, HasNoRowsInABlankFile) {
    EXPECT_EQ(dump_text("\n"), "");
    EXPECT_EQ(dump_text("\xEF\xBB\xBF"), "");
    EXPECT_EQ(dump_text(",,,\n,,"), "");
}

TEST(CsvReader, SaysWhereAQuoteWasOpened) {
    EXPECT_EQ(
        dump_text("a,b\n1,\"2\n3,4\n5,6\n"),
        "1: Ta Tb\n! a.csv 第 2 行 B 列：单元格开头的双引号没有闭合，请补上引号，或另存为 .xlsx");
    const std::string endless = "a,b\n\"" + std::string(kCellBytesMax, 'x') + "y\n";
    EXPECT_EQ(
        dump_text(endless),
        "1: Ta Tb\n! a.csv 第 2 行 A 列：单元格内容超过 1 MiB 的上限，可能是开头的双引号没有闭合");
}

TEST(CsvReader, RefusesNulBytes) {
    EXPECT_EQ(dump_text(std::string_view("a,b\nc,\0d\n", 9)),
              "1: Ta Tb\n! a.csv 第 2 行 B 列：此处有空字符，文件不是文本表格，"
              "请用 WPS 或 Excel 打开后另存为 .xlsx");
    EXPECT_NE(dump_text(std::string_view("a,\"b\nc\0\"\n", 9)).find("第 2 行"), std::string::npos);
}

TEST(CsvReader, RefusesOverlongCellsRowsAndLines) {
    const std::string longest(kCellBytesMax, 'x');
    EXPECT_EQ(dump_text("a\n" + longest).size(), kCellBytesMax + 11);
    EXPECT_EQ(dump_text("a\nb," + longest + "x\n"),
              "1: Ta\n! a.csv 第 2 行 B 列：单元格内容超过 1 MiB 的上限");
    std::string line = "a,b\n1,2\n";
    for (std::size_t bytes = 0; bytes <= kLineBytesMax; bytes += kCellBytesMax) {
        line += longest.substr(1) + ",";
    }
    EXPECT_EQ(dump_text(line),
              "1: Ta Tb\n2: T1 T2\n! a.csv 第 3 行 I 列：一行的内容超过 8 MiB 的上限");
    EXPECT_EQ(dump_text("a,b\n1,2\n3,4\n" + std::string(kRowCellsMax, ',')),
              "1: Ta Tb\n2: T1 T2\n3: T3 T4\n");
    EXPECT_EQ(dump_text("a,b\n1,2\n3,4\n" + std::string(kRowCellsMax, ',') + "x\n"),
              "1: Ta Tb\n2: T1 T2\n3: T3 T4\n! a.csv 第 4 行：一行的列数超过 16384 的上限");
}

TEST(CsvReader, ReadsAcrossItsBuffers) {
    std::string text;
    std::string expected;
    for (int i = 0; i < 9'000; ++i) {
        const auto number = std::to_string(i);
        text += "户" + number + ",\"甲\r\n\"\"乙\"\"" + number + "\"\r\n";
        expected += std::to_string(2 * i + 1) + ": T户" + number + " T甲\n\"乙\"" + number + "\n";
    }
    EXPECT_EQ(dump_text(text), expected);
}

TEST(CsvReader, ReportsProgressAndRepeatsItsError) {
    const test::TempDir dir;
    auto reader = open_csv(test::write_file(dir / "a.csv", "a\n\"b")).value();
    EXPECT_EQ(reader->sheet(), "");
    EXPECT_TRUE(reader->next());
    EXPECT_FALSE(reader->next());
    EXPECT_FALSE(reader->next());
    EXPECT_EQ(reader->progress(), 1.0);
}

}  // namespace
}  // namespace taizhang::exchange
