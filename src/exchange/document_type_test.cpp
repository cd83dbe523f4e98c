// SPDX-License-Identifier: Apache-2.0
#include "exchange/document_type.hpp"

#include <gtest/gtest.h>

#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

using test::TempDir;
using test::write_file;
using test::write_zip;

std::string type_of(const std::filesystem::path& file) {
    const auto type = document_type_of(file);
    return type ? std::string((*type)->media_type) : type.error().message;
}

std::string in_utf16(std::string_view text) {
    std::string wide;
    for (const char c : text) {
        wide += c;
        wide += '\0';
    }
    return wide;
}

// [MS-CFB]: sectors of 512 bytes, the directory in the first.
std::string compound_file(std::string_view entry) {
    std::string bytes(512, '\0');
    bytes.replace(0, 8, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    bytes[0x1E] = 9;
    return bytes + in_utf16("Root Entry") + std::string(100, '\0') + in_utf16(entry) +
           std::string(400, '\0');
}

class DocumentTypes : public testing::Test {
  protected:
    std::string of_bytes(std::string_view bytes) {
        return type_of(write_file(folder_ / "file.jpg", bytes));
    }
    std::string of_zip(const test::Parts& parts) {
        return type_of(write_zip(folder_ / "file.zip", parts));
    }

    TempDir folder_;
};

TEST_F(DocumentTypes, AreToldByContent) {
    EXPECT_EQ(of_bytes("%PDF-1.7\n..."), "application/pdf");
    EXPECT_EQ(of_bytes("\xFF\xD8\xFF\xE0 JFIF"), "image/jpeg");
    EXPECT_EQ(of_bytes("\x89PNG\r\n\x1A\n..."), "image/png");
    EXPECT_EQ(of_bytes(std::string("RIFF\x10\0\0\0WEBPVP8 ", 16)), "image/webp");
    EXPECT_EQ(of_bytes("序号,姓名\n1,张三\n"), "text/plain");
    EXPECT_EQ(of_bytes("\xD0\xD5\xC3\xFB,\xB1\xB8\xD7\xA2\n"), "text/plain");  // GB 18030
    EXPECT_EQ(of_zip({{"word/document.xml", "<x/>"}}).substr(0, 46),
              "application/vnd.openxmlformats-officedocument.");
    EXPECT_EQ(of_zip({{"OFD.xml", "<x/>"}, {"Doc_0/Document.xml", "<x/>"}}), "application/ofd");
    EXPECT_EQ(of_bytes(compound_file("WordDocument")), "application/msword");
    EXPECT_EQ(of_bytes(compound_file("Workbook")), "application/vnd.ms-excel");
}

TEST_F(DocumentTypes, WhatIsOnNoListIsRefused) {
    const auto refused = [](const std::string& message, std::string_view why) {
        EXPECT_NE(message.find(why), std::string::npos) << message;
    };
    refused(of_bytes(std::string("MZ\x90\0\x03\0\0\0", 8) + std::string(60, '\0')), "不收");
    refused(of_bytes(std::string("\x7F"
                                 "ELF\x02\x01\x01\0",
                                 8)),
            "不收");
    refused(of_bytes("<html><script>alert(1)</script>"), "网页");
    refused(of_bytes("<?xml version=\"1.0\"?><svg/>"), "网页");
    refused(of_bytes("GIF89a..."), "不收");
    refused(of_bytes("\x1F\x8B\x08 gzip"), "压缩包");
    refused(of_bytes("PK\x03\x04 cut off"), "打不开");
    refused(of_bytes(""), "空");
    refused(of_zip({{"a.txt", "x"}}), "压缩包");
    refused(of_zip({{"word/document.xml", "<x/>"}, {"word/vbaProject.bin", "x"}}), "宏");
    refused(of_bytes(compound_file("EncryptedPackage")), "密码");
    refused(of_bytes(compound_file("_VBA_PROJECT_CUR")), "宏");
    refused(of_bytes(compound_file("SummaryInformation")), "不收");  // .msi, .msg
}

TEST_F(DocumentTypes, GiveANameAnEndingThatFits) {
    const auto& text = *document_type_named("text/plain");
    EXPECT_EQ(name_of_type("run.bat", text), "run.bat.txt");
    EXPECT_EQ(name_of_type("名单.CSV", text), "名单.CSV");
    EXPECT_EQ(name_of_type(".txt", text), ".txt.txt");
    EXPECT_EQ(name_of_type("照片.pdf", *document_type_named("image/jpeg")), "照片.pdf.jpg");
    EXPECT_EQ(name_of_type("照片.jpeg", *document_type_named("image/jpeg")), "照片.jpeg");
    EXPECT_EQ(document_type_named("text/html"), nullptr);
}

}  // namespace
}  // namespace taizhang::exchange
