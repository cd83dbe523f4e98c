// SPDX-License-Identifier: Apache-2.0
#include "exchange/table.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "exchange/content_kind.hpp"
#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::dump;
using test::TempDir;
using test::write_file;

// A compound file with a directory of one sector, whose entries have these names.
std::string old_workbook(const std::vector<std::string>& names) {
    std::string bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    bytes.resize(512);
    bytes[0x1E] = 9;
    bytes[0x30] = 2;
    bytes.resize(std::size_t{512} * 3);
    for (const auto& name : names) {
        std::string entry;
        for (const char c : name) {
            entry += c;
            entry += '\0';
        }
        entry.resize(128);
        bytes += entry;
    }
    return bytes;
}

TEST(ColumnLetters, CountsLikeASpreadsheet) {
    EXPECT_EQ(column_letters(0), "A");
    EXPECT_EQ(column_letters(25), "Z");
    EXPECT_EQ(column_letters(26), "AA");
    EXPECT_EQ(column_letters(701), "ZZ");
    EXPECT_EQ(column_letters(702), "AAA");
    EXPECT_EQ(column_letters(16383), "XFD");
}

// Whether LibreOffice is installed decides nothing here.
class WithoutPath {
  public:
    WithoutPath() : path_(std::getenv("PATH")) { setenv("PATH", "/nonexistent", 1); }
    ~WithoutPath() { setenv("PATH", path_.c_str(), 1); }
    WithoutPath(const WithoutPath&) = delete;
    WithoutPath& operator=(const WithoutPath&) = delete;

  private:
    std::string path_;
};

TEST(OpenTable, DecidesByContentNotByEnding) {
    const TempDir dir;
    const auto parts = test::workbook_parts("<row><c><v>1</v></c></row>");
    EXPECT_EQ(dump(test::write_zip(dir / "a.csv", parts)), "1: N1\n");
    EXPECT_EQ(dump(test::write_zip(dir / "没有后缀", parts)), "1: N1\n");
    EXPECT_EQ(dump(write_file(dir / "b.xlsx", "a,b\n")), "1: Ta Tb\n");
}

TEST(OpenTable, SaysWhatToDoWithOldAndEncryptedFiles) {
    const TempDir dir;
    const WithoutPath no_office;
    const auto old = old_workbook({"Root Entry", "Workbook"});
    EXPECT_EQ(dump(write_file(dir / "a.xls", old)),
              "! a.xls：旧的 .xls 格式要先转换：请用 WPS 或 Excel 打开后另存为 .xlsx，"
              "或在本机安装 LibreOffice");
    EXPECT_EQ(dump(write_file(dir / "a.et", old)),
              "! a.et：WPS 的 .et 格式要先转换：请用 WPS 打开后另存为 .xlsx，"
              "或在本机安装 LibreOffice");
    EXPECT_EQ(dump(write_file(dir / "a.xlsx", old)),
              "! a.xlsx：这是旧格式（如 .xls、.et）或加密的文件，"
              "请用 WPS 或 Excel 打开后另存为不加密的 .xlsx");
    const auto encrypted = old_workbook({"Root Entry", "EncryptedPackage", "EncryptionInfo"});
    EXPECT_EQ(dump(write_file(dir / "b.xlsx", encrypted)),
              "! b.xlsx：文件已加密，请在 WPS 或 Excel 中取消密码后另存为 .xlsx");
    EXPECT_EQ(dump(write_file(dir / "c.xls", old.substr(0, 8))),
              "! c.xls：旧的 .xls 格式要先转换：请用 WPS 或 Excel 打开后另存为 .xlsx，"
              "或在本机安装 LibreOffice");
}

TEST(OpenTable, SurvivesAnyHeaderOfACompoundFile) {
    const TempDir dir;
    const WithoutPath no_office;
    for (int byte = 0; byte < 256; ++byte) {
        std::string bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
        bytes.resize(600, static_cast<char>(byte));
        bytes[0x1E] = 12;
        bytes[0x1F] = 0;
        EXPECT_EQ(dump(write_file(dir / "a.xls", bytes)).substr(0, 7), "! a.xls");
    }
}

TEST(OpenTable, SaysWhatAFileIsInstead) {
    const TempDir dir;
    const auto message = [&](std::string_view bytes) {
        return dump(write_file(dir / "a.xls", bytes));
    };
    EXPECT_NE(message("\r\n <HTML><table>").find("网页"), std::string::npos);
    EXPECT_NE(message("\xEF\xBB\xBF<?xml version='1.0'?><Workbook/>").find("XML"),
              std::string::npos);
    EXPECT_NE(message("%PDF-1.7").find("PDF"), std::string::npos);
    EXPECT_NE(message("\x89PNG\r\n").find("图片"), std::string::npos);
    EXPECT_NE(message("Rar!\x1A\x07").find("解压"), std::string::npos);
}

TEST(OpenTable, RefusesWhatIsNoFile) {
    const TempDir dir;
    EXPECT_EQ(dump(dir / "none.csv"), "! none.csv：找不到文件");
    EXPECT_EQ(dump(write_file(dir / "empty.csv", "")), "! empty.csv：文件是空的");
    std::filesystem::create_directory(dir / "folder.xlsx");
    EXPECT_EQ(dump(dir / "folder.xlsx"), "! folder.xlsx：这不是一个文件");
}

}  // namespace
}  // namespace taizhang::exchange
