// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_date.hpp"

#include <gtest/gtest.h>

namespace taizhang::exchange {
namespace {

std::string day(double serial, DateSystem system = DateSystem::From1900) {
    const auto cell = date_cell(serial, DateFormat::Day, system);
    return cell ? cell->text : "none";
}

TEST(DateCell, Follows1900WithItsMissingDay) {
    EXPECT_EQ(day(1), "1900-01-01");
    EXPECT_EQ(day(59), "1900-02-28");
    EXPECT_EQ(day(60), "1900-02-29");
    EXPECT_EQ(day(61), "1900-03-01");
    EXPECT_EQ(day(43861), "2020-01-31");
    EXPECT_EQ(day(43890), "2020-02-29");
    EXPECT_EQ(day(2958465), "9999-12-31");
}

TEST(DateCell, Follows1904) {
    EXPECT_EQ(day(0, DateSystem::From1904), "1904-01-01");
    EXPECT_EQ(day(42399, DateSystem::From1904), "2020-01-31");
    EXPECT_EQ(day(2957003, DateSystem::From1904), "9999-12-31");
    EXPECT_EQ(day(2957004, DateSystem::From1904), "none");
}

TEST(DateCell, RoundsTheTimeToTheSecond) {
    EXPECT_EQ(day(43861.354166666664), "2020-01-31T08:30:00");
    EXPECT_EQ(day(43861.999988425923), "2020-01-31T23:59:59");
    EXPECT_EQ(day(43861.999999), "2020-02-01");
    EXPECT_EQ(day(43861.0000001), "2020-01-31");
    EXPECT_EQ(day(2958465.9999999), "none");
}

TEST(DateCell, HasNoDateWhereExcelShowsNone) {
    EXPECT_EQ(day(-1), "none");
    EXPECT_EQ(day(0), "none");
    EXPECT_EQ(day(2958466), "none");
    EXPECT_EQ(day(1e300), "none");
    EXPECT_EQ(day(std::stod("nan")), "none");
}

TEST(DateCell, GivesTimesWithoutADayAsText) {
    const auto time = date_cell(0.354166666666667, DateFormat::Time, DateSystem::From1900);
    EXPECT_EQ(time->kind, CellKind::Text);
    EXPECT_EQ(time->text, "08:30:00");
    EXPECT_EQ(date_cell(0, DateFormat::Time, DateSystem::From1904)->text, "00:00:00");
    EXPECT_EQ(day(0.5), "12:00:00");
    EXPECT_EQ(date_cell(1.5, DateFormat::Elapsed, DateSystem::From1900)->text, "36:00:00");
    EXPECT_EQ(date_cell(43861.5, DateFormat::Time, DateSystem::From1900)->text,
              "2020-01-31T12:00:00");
}

TEST(DateFormat, KnowsTheBuiltInIds) {
    for (unsigned id = 0; id < 100; ++id) {
        const bool expected = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
                              (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
        EXPECT_EQ(date_format_of_id(id) != DateFormat::None, expected) << id;
    }
    EXPECT_EQ(date_format_of_id(46), DateFormat::Elapsed);
    EXPECT_EQ(date_format_of_id(20), DateFormat::Time);
}

TEST(DateFormat, ReadsCustomCodes) {
    for (const auto* code :
         {"yyyy-mm-dd", "yyyy/m/d;@", "yyyy\"年\"m\"月\"d\"日\"", "yyyy年m月d日", "m\"月\"d\"日\"",
          "[$-804]yyyy\"年\"m\"月\";@", "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", "YYYY.MM.DD",
          "yyyy\\-mm\\-dd hh:mm", "aaaa", "[$-804]aaa", "mmm"}) {
        EXPECT_EQ(date_format_of_code(code), DateFormat::Day) << code;
    }
    for (const auto* code : {"h:mm", "hh:mm:ss AM/PM", "上午/下午h\"时\"mm\"分\"", "mm:ss.0"}) {
        EXPECT_EQ(date_format_of_code(code), DateFormat::Time) << code;
    }
    EXPECT_EQ(date_format_of_code("[h]:mm"), DateFormat::Elapsed);
    EXPECT_EQ(date_format_of_code("[ss]"), DateFormat::Elapsed);
}

TEST(DateFormat, IsNotFooledByQuotesBracketsAndEscapes) {
    for (const auto* code :
         {"General", "@", "0.00", "#,##0.00_);[Red](#,##0.00)", "0\"day\"", "0\"户\"", "0.00E+00",
          "[$¥-804]#,##0.00", "[Red]0", "0\\d", "0_d", "*y0", "[>=100][Magenta]0", "\"s", "[", "\\",
          "G/通用格式\"元\"", "#\" \"?/?"}) {
        EXPECT_EQ(date_format_of_code(code), DateFormat::None) << code;
    }
}

TEST(DateSerial, IsTheInverse) {
    for (const auto* text : {"1900-01-01", "1900-02-28", "1900-03-01", "2020-01-31", "9999-12-31",
                             "2020-01-31T08:30:00", "2020-12-31T23:59:59"}) {
        EXPECT_EQ(day(*date_serial(text)), text);
    }
    for (const auto* text :
         {"", "1900-02-29", "1899-12-31", "2020-02-30", "2020-1-31", "2020-13-01",
          "2020-01-31 08:30:00", "2020-01-31T24:00:00", "2020-01-31T08:30", "2020-01-31T08:30:00Z",
          "20x0-01-31", "2020/01/31", "-020-01-31"}) {
        EXPECT_EQ(date_serial(text), std::nullopt) << text;
    }
}

TEST(NormalIsoDate, DropsMidnightAndFractions) {
    EXPECT_EQ(normal_iso_date("2020-01-31"), "2020-01-31");
    EXPECT_EQ(normal_iso_date("2020-01-31T00:00:00.000"), "2020-01-31");
    EXPECT_EQ(normal_iso_date("2020-01-31T08:30:00.5Z"), "2020-01-31T08:30:00");
    EXPECT_EQ(normal_iso_date("2020-01-31T"), std::nullopt);
    EXPECT_EQ(normal_iso_date("31.1.2020"), std::nullopt);
}

}  // namespace
}  // namespace taizhang::exchange
