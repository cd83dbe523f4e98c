// SPDX-License-Identifier: Apache-2.0
#include "exchange/text_stream.hpp"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include "exchange/limits.hpp"
#include "exchange/test_support.hpp"

namespace taizhang::exchange {
namespace {

std::string encoded(const std::string& utf8, const char* encoding) {
    std::string bytes(utf8.size() * 4 + 16, '\0');
    UErrorCode code = U_ZERO_ERROR;
    const auto length =
        ucnv_convert(encoding, "UTF-8", bytes.data(), static_cast<std::int32_t>(bytes.size()),
                     utf8.data(), static_cast<std::int32_t>(utf8.size()), &code);
    EXPECT_TRUE(U_SUCCESS(code)) << u_errorName(code);
    bytes.resize(static_cast<std::size_t>(length));
    return bytes;
}

struct Decoded {
    TextEncoding encoding;
    std::string text;
};

Decoded decode(const std::string& bytes) {
    const test::TempDir dir;
    auto stream = TextStream::open(test::write_file(dir / "a.csv", bytes)).value();
    Decoded decoded{stream.encoding(), ""};
    while (true) {
        const auto piece = stream.next_piece();
        if (!piece) {
            decoded.text += "!";
            return decoded;
        }
        if (piece->empty()) {
            return decoded;
        }
        decoded.text += *piece;
    }
}

std::string long_text() {
    std::string text;
    for (int i = 0; i < 40'000; ++i) {
        text += "第" + std::to_string(i) + "户，𠮷祥里\n";
    }
    return text;
}

TEST(TextStream, KnowsEncodingsByMarkAndByContent) {
    const auto text = long_text();
    const struct {
        std::string bytes;
        TextEncoding encoding;
    } cases[] = {
        {text, TextEncoding::Utf8},
        {"\xEF\xBB\xBF" + text, TextEncoding::Utf8},
        {"\xFF\xFE" + encoded(text, "UTF-16LE"), TextEncoding::Utf16LittleEndian},
        {"\xFE\xFF" + encoded(text, "UTF-16BE"), TextEncoding::Utf16BigEndian},
        {encoded(text, "GB18030"), TextEncoding::Gb18030},
        {"\x84\x31\x95\x33" + encoded(text, "GB18030"), TextEncoding::Gb18030},
    };
    for (const auto& one : cases) {
        const auto decoded = decode(one.bytes);
        EXPECT_EQ(decoded.encoding, one.encoding);
        EXPECT_TRUE(decoded.text == text) << static_cast<int>(one.encoding);
    }
}

TEST(TextStream, DecidesShortTexts) {
    EXPECT_EQ(decode(encoded("姓名,金额\n张三,5\n", "GBK")).text, "姓名,金额\n张三,5\n");
    EXPECT_EQ(decode(encoded("联通", "GBK")).text, "联通");
    EXPECT_EQ(decode("plain").text, "plain");
    EXPECT_EQ(decode("张").encoding, TextEncoding::Utf8);
}

TEST(TextStream, LooksBeyondALongAsciiFront) {
    const std::string front(3 * kEncodingSampleBytes + 1, '1');
    EXPECT_TRUE(decode(front + encoded("张三", "GBK")).text == front + "张三");
    EXPECT_TRUE(decode(front + "张三").text == front + "张三");
}

TEST(TextStream, EndsAtTheExactSizeOfItsBuffer) {
    for (const std::size_t size : {kReadBufferBytes, 2 * kReadBufferBytes}) {
        const std::string ascii(size, 'a');
        EXPECT_EQ(decode(ascii).text.size(), size);
        const auto cut = encoded("张", "GBK") + std::string(size - 3, 'a') + '\xD5';
        EXPECT_TRUE(decode(cut).text.ends_with("a!"));
    }
}

TEST(TextStream, GivesWhatStandsBeforeDamage) {
    const std::string text = "一二三四五六七八九十甲乙丙丁";
    EXPECT_EQ(decode(text + "\xFF" + text).text, text + "!");
    EXPECT_EQ(decode(text + "\xE5").text, text + "!");
    EXPECT_EQ(decode(encoded(text, "GBK") + "\xFF" + encoded(text, "GBK")).text, text + "!");
    EXPECT_EQ(decode("\xFF\xFE" + encoded("ab", "UTF-16LE") + "c").text, "ab!");
    EXPECT_EQ(decode(std::string("\xFF\xFE\x61\x00\x00\xDC\x62\x00", 8)).text, "a!");
}

TEST(TextStream, LetsTheReaderNameTheLineOfTheDamage) {
    const test::TempDir dir;
    std::string bytes = encoded("姓名,住址\n", "GBK");
    for (int i = 0; i < 30'000; ++i) {
        bytes += encoded("张三,和平路\n", "GBK");
    }
    const auto path = test::write_file(dir / "a.csv", bytes + "\xFF\xFF,x\n");
    const auto text = test::dump(path);
    EXPECT_TRUE(
        text.ends_with("30001: T张三 T和平路\n! a.csv 第 30002 行：此处的文字无法识别"
                       "（不是 UTF-8，也不是 GB18030），请另存为 .xlsx"))
        << text.substr(text.size() - 200);
    const auto utf8 = test::write_file(dir / "b.csv", "甲乙丙丁戊己庚辛,x\n甲乙丙丁戊,\xD5,x\n");
    EXPECT_NE(test::dump(utf8).find("b.csv 第 2 行：此处的文字不是有效的 UTF-8"),
              std::string::npos);
}

}  // namespace
}  // namespace taizhang::exchange
