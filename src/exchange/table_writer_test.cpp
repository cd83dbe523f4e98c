// SPDX-License-Identifier: Apache-2.0
#include "exchange/table_writer.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <limits>

#include "exchange/limits.hpp"
#include "exchange/table_writers.hpp"
#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::dump;
using test::part_text;
using test::TempDir;

const std::vector<OutputColumn> kColumns = {{"姓名"}, {"户数"}, {"日期"}, {"金额（元）", 18}};

using Cells = std::vector<OutputCell>;

// Describes the first error, or "".
std::string write(const std::filesystem::path& path, const std::vector<Cells>& rows,
                  const WriteOptions& options = {}) {
    auto writer = create_table(path, kColumns, options);
    if (!writer) {
        return describe(writer.error());
    }
    for (const auto& row : rows) {
        if (const auto done = (*writer)->write_row(row); !done) {
            return describe(done.error());
        }
    }
    const auto done = (*writer)->finish();
    return done ? "" : describe(done.error());
}

std::vector<Cells> sample() {
    return {{OutputCell::of_text("张三"), OutputCell::of_number("12.50"),
             OutputCell::of_date("2020-01-31"), OutputCell::of_money(123456)},
            {OutputCell::of_text("=1+1"), OutputCell{}, OutputCell::of_date("2020-01-31T08:30:00"),
             OutputCell::of_money(-5)},
            {OutputCell::of_text("a,\"b\"\nc")}};
}

TEST(TableWriter, WritesCsv) {
    const TempDir dir;
    const auto path = dir / "a.csv";
    EXPECT_EQ(write(path, sample()), "");
    EXPECT_EQ(test::read_file(path),
              "\xEF\xBB\xBF姓名,户数,日期,金额（元）\r\n张三,12.50,2020-01-31,1234.56\r\n"
              "'=1+1,,2020-01-31 08:30:00,-0.05\r\n\"a,\"\"b\"\"\nc\",,,\r\n");
    EXPECT_EQ(dump(path),
              "1: T姓名 T户数 T日期 T金额（元）\n2: T张三 T12.50 T2020-01-31 T1234.56\n"
              "3: T=1+1 . T2020-01-31 08:30:00 T-0.05\n4: Ta,\"b\"\nc\n");
}

TEST(TableWriter, LeavesTheByteOrderMarkOutOnRequest) {
    const TempDir dir;
    WriteOptions options;
    options.byte_order_mark = false;
    EXPECT_EQ(write(dir / "a.csv", {}, options), "");
    EXPECT_EQ(test::read_file(dir / "a.csv"), "姓名,户数,日期,金额（元）\r\n");
}

TEST(TableWriter, WritesXlsx) {
    const TempDir dir;
    const auto path = dir / "a.xlsx";
    WriteOptions options;
    options.sheet = "救助[1]";
    EXPECT_EQ(write(path, sample(), options), "");
    EXPECT_EQ(dump(path),
              "1: T姓名 T户数 T日期 T金额（元）\n2: T张三 N12.5 D2020-01-31 N1234.56\n"
              "3: T=1+1 . D2020-01-31T08:30:00 N-0.05\n4: Ta,\"b\"\nc\n");
    EXPECT_EQ(open_table(path, {}).value()->sheet(), "救助_1_");
    const auto sheet = part_text(path, "xl/worksheets/sheet1.xml");
    EXPECT_NE(sheet.find("state=\"frozen\""), std::string::npos);
    EXPECT_NE(sheet.find("width=\"18."), std::string::npos);
    EXPECT_EQ(sheet.find("<f>"), std::string::npos);
    const auto looks = part_text(path, "xl/styles.xml");
    EXPECT_NE(looks.find("<b/>"), std::string::npos);
    EXPECT_NE(looks.find("yyyy-mm-dd"), std::string::npos);
}

TEST(TableWriter, GivesBackEveryText) {
    const std::string texts[] = {"=SUM(A1)", "-",         "'-",
                                 "@x",       "+86",       "\ttab",
                                 "_x000A_",  "_x_x0041_", "_x0041_x0042_",
                                 "a\nb",     "<&>\"'",    " 前后 ",
                                 "𠮷",       "0012",      "330102199001011234",
                                 "bell\a",   "TRUE",      "1E5"};
    const TempDir dir;
    for (const auto* name : {"a.xlsx", "a.csv"}) {
        std::vector<Cells> rows;
        for (const auto& text : texts) {
            rows.push_back({OutputCell::of_text(text)});
        }
        ASSERT_EQ(write(dir / name, rows), "");
        auto reader = open_table(dir / name, {}).value();
        ASSERT_TRUE(reader->next());
        for (const auto& text : texts) {
            const auto* row = reader->next().value();
            ASSERT_NE(row, nullptr);
            EXPECT_EQ(row->cells.at(0).kind, CellKind::Text);
            EXPECT_EQ(row->cells.at(0).text, text) << name;
        }
    }
}

TEST(TableWriter, KeepsDigitsADoubleCannotHold) {
    const TempDir dir;
    ASSERT_EQ(
        write(dir / "a.xlsx", {{OutputCell{}, OutputCell::of_number("330102199001011234"),
                                OutputCell::of_date("1899-12-31"),
                                OutputCell::of_money(std::numeric_limits<std::int64_t>::min())},
                               {OutputCell{}, OutputCell::of_number("123456789012345"),
                                OutputCell{}, OutputCell::of_money(99'999'999'999'999)}}),
        "");
    EXPECT_TRUE(dump(dir / "a.xlsx")
                    .ends_with("2: . T330102199001011234 T1899-12-31 T-92233720368547758.08\n"
                               "3: . N123456789012345 . N999999999999.99\n"));
}

TEST(TableWriter, ReplacesWhatIsNotText) {
    const TempDir dir;
    const std::string damaged("a\0b\xFF\xEF\xBF\xBE", 7);
    for (const auto* name : {"a.xlsx", "a.csv"}) {
        ASSERT_EQ(write(dir / name, {{OutputCell::of_text(damaged)}}), "");
        EXPECT_TRUE(dump(dir / name).ends_with("2: Ta\uFFFDb\uFFFD\uFFFD\n")) << dump(dir / name);
    }
}

TEST(TableWriter, NamesTheCellItRefuses) {
    const TempDir dir;
    for (const std::string name : {"a.xlsx", "a.csv"}) {
        EXPECT_EQ(write(dir / name, {{}, {OutputCell{}, OutputCell::of_number("1,000")}}),
                  name + " 第 3 行 B 列 “1,000”：不是有效的数字。应为：-12.50");
        EXPECT_EQ(write(dir / name, {{OutputCell::of_date("2020-02-30")}}),
                  name + " 第 2 行 A 列 “2020-02-30”：不是有效的日期。应为：2020-01-31");
        EXPECT_EQ(write(dir / name, {Cells(5, OutputCell::of_text("x"))}),
                  name + " 第 2 行 E 列 “x”：单元格比表头的列多");
        EXPECT_FALSE(std::filesystem::exists(dir / name));
    }
    EXPECT_NE(write(dir / "a.xlsx", {{OutputCell::of_text(std::string(40'000, 'x'))}})
                  .find("32767 字的上限"),
              std::string::npos);
}

TEST(TableWriter, LeavesNothingWhenUnfinished) {
    const TempDir dir;
    test::write_file(dir / "a.xlsx", "before");
    for (const auto* name : {"a.xlsx", "b.csv"}) {
        auto writer = create_table(dir / name, kColumns, {}).value();
        EXPECT_TRUE(writer->write_row(sample()[0]));
    }
    EXPECT_EQ(test::read_file(dir / "a.xlsx"), "before");
    const std::filesystem::directory_iterator entries(dir / ".");
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST(TableWriter, ClosesItsFilesWhenUnfinished) {
    const auto open_files = [] {
        const std::filesystem::directory_iterator files("/proc/self/fd");
        return std::distance(begin(files), end(files));
    };
    const TempDir dir;
    const auto before = open_files();
    for (const auto* name : {"a.xlsx", "b.csv"}) {
        auto writer = create_table(dir / name, kColumns, {}).value();
        EXPECT_TRUE(writer->write_row(sample()[0]));
    }
    EXPECT_EQ(open_files(), before);
}

TEST(TableWriter, WritesJsonLines) {
    const TempDir dir;
    const auto path = dir / "a.jsonl";
    EXPECT_EQ(write(path, sample()), "");
    EXPECT_EQ(test::read_file(path),
              "{\"姓名\":\"张三\",\"户数\":12.50,\"日期\":\"2020-01-31\",\"金额（元）\":1234.56}\n"
              "{\"姓名\":\"=1+1\",\"户数\":null,\"日期\":\"2020-01-31T08:30:00\","
              "\"金额（元）\":-0.05}\n"
              "{\"姓名\":\"a,\\\"b\\\"\\nc\",\"户数\":null,\"日期\":null,\"金额（元）\":null}\n");
}

TEST(TableWriter, RefusesOtherEndingsAndBadPlaces) {
    const TempDir dir;
    EXPECT_NE(write(dir / "a.xls", {}).find("只能导出"), std::string::npos);
    EXPECT_NE(write(dir / "none/a.csv", {}).find("无法写入"), std::string::npos);
    EXPECT_NE(write(dir / "none/a.xlsx", {}).find("无法写入"), std::string::npos);
    EXPECT_FALSE(create_table(dir / "a.csv", {}, {}));
}

TEST(ValidSheetName, IsWhatExcelAccepts) {
    EXPECT_EQ(valid_sheet_name("临时救助"), "临时救助");
    EXPECT_EQ(valid_sheet_name("a/b\\c?d*e:f[g]"), "a_b_c_d_e_f_g_");
    EXPECT_EQ(valid_sheet_name("'a'"), "_a_");
    EXPECT_EQ(valid_sheet_name(""), "Sheet1");
    std::string name;
    for (int i = 0; i < 40; ++i) {
        name += "账";
    }
    EXPECT_EQ(valid_sheet_name(name).size(), 3 * kSheetNameCharactersMax);
    EXPECT_EQ(valid_sheet_name("\n"), "_");
}

TEST(MoneyText, HasTwoDecimals) {
    EXPECT_EQ(money_text(0), "0.00");
    EXPECT_EQ(money_text(5), "0.05");
    EXPECT_EQ(money_text(-105), "-1.05");
    EXPECT_EQ(money_text(1234567), "12345.67");
}

TEST(DisplayWidth, CountsChineseCharactersTwice) {
    EXPECT_EQ(display_width("救助a"), 5U);
    EXPECT_EQ(display_width(""), 0U);
}

}  // namespace
}  // namespace taizhang::exchange
