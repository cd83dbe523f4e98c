// SPDX-License-Identifier: Apache-2.0
// Files as ordinary programs write them; the oddities are in xlsx_sheet_test and
// xlsx_workbook_test.
#include "exchange/xlsx_reader.hpp"

#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <fstream>

#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::dump;
using test::TempDir;

TEST(XlsxReader, ReadsAnOrdinaryWorkbook) {
    const TempDir dir;
    const auto path = dir / "救助.xlsx";
    auto* book = workbook_new(path.c_str());
    auto* sheet = workbook_add_worksheet(book, "临时救助");
    auto* date = workbook_add_format(book);
    format_set_num_format(date, "yyyy\"年\"m\"月\"d\"日\"");
    auto* money = workbook_add_format(book);
    format_set_num_format(money, "#,##0.00");
    worksheet_merge_range(sheet, 0, 0, 0, 3, "临时救助台账", nullptr);
    worksheet_write_string(sheet, 1, 0, "姓名", nullptr);
    worksheet_write_string(sheet, 1, 1, "日期", nullptr);
    worksheet_write_string(sheet, 1, 2, "金额", nullptr);
    worksheet_write_string(sheet, 3, 0, "张三\n李四", nullptr);
    lxw_datetime day{2020, 1, 31, 0, 0, 0};
    worksheet_write_datetime(sheet, 3, 1, &day, date);
    worksheet_write_number(sheet, 3, 2, 1234.5, money);
    worksheet_write_boolean(sheet, 3, 3, 1, nullptr);
    worksheet_write_formula_num(sheet, 4, 2, "=SUM(C4:C4)", money, 0.1 + 0.2);
    worksheet_write_blank(sheet, 9, 9, money);
    auto* hidden = workbook_add_worksheet(book, "代码");
    worksheet_write_string(hidden, 0, 0, "hidden", nullptr);
    worksheet_hide(hidden);
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);

    EXPECT_EQ(dump(path),
              "1: T临时救助台账\n2: T姓名 T日期 T金额\n"
              "4: T张三\n李四 D2020-01-31 N1234.5 B1\n5: . . N0.3\n");
    EXPECT_EQ(dump(path, "代码"), "1: Thidden\n");
    auto reader = open_table(path, {}).value();
    EXPECT_EQ(reader->sheet(), "临时救助");
    ASSERT_TRUE(reader->next());
    EXPECT_GT(reader->progress(), 0.0);
    EXPECT_LE(reader->progress(), 1.0);
}

TEST(XlsxReader, ReadsManyRowsInFew) {
    const TempDir dir;
    const auto path = dir / "a.xlsx";
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    auto* book = workbook_new_opt(path.c_str(), &options);
    auto* sheet = workbook_add_worksheet(book, nullptr);
    constexpr lxw_row_t kRows = 20'000;
    for (lxw_row_t row = 0; row < kRows; ++row) {
        worksheet_write_number(sheet, row, 0, row, nullptr);
        worksheet_write_string(sheet, row, 5, ("户" + std::to_string(row)).c_str(), nullptr);
    }
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    auto reader = open_table(path, {}).value();
    std::size_t count = 0;
    while (const auto* row = reader->next().value()) {
        ASSERT_EQ(row->number, count + 1);
        ASSERT_EQ(row->cells.size(), 6U);
        ASSERT_EQ(row->cells[0].text, std::to_string(count));
        ASSERT_EQ(row->cells[5].text, "户" + std::to_string(count));
        ++count;
    }
    EXPECT_EQ(count, kRows);
    EXPECT_EQ(reader->progress(), 1.0);
    EXPECT_EQ(reader->next().value(), nullptr);
}

TEST(XlsxReader, SurvivesEveryTruncation) {
    const TempDir dir;
    const auto whole = test::read_file(test::write_zip(
        dir / "a.xlsx", test::workbook_parts("<row r='1'><c r='A1'><v>1</v></c></row>")));
    for (std::size_t size = 4; size < whole.size(); size += 7) {
        const auto text = dump(test::write_file(dir / "b.xlsx", whole.substr(0, size)));
        EXPECT_EQ(text.substr(0, 8), "! b.xlsx") << size;
    }
}

TEST(XlsxReader, SurvivesEveryChangedByte) {
    const TempDir dir;
    const auto whole = test::read_file(test::write_zip(
        dir / "a.xlsx", test::workbook_parts("<row r='1'><c r='A1'><v>1</v></c></row>")));
    for (std::size_t at = 4; at < whole.size(); ++at) {
        auto bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
        const auto text = dump(test::write_file(dir / "b.xlsx", bytes));
        EXPECT_TRUE(text == "1: N1\n" || text.find("! b.xlsx") != std::string::npos || text.empty())
            << at << ": " << text;
    }
}

}  // namespace
}  // namespace taizhang::exchange
