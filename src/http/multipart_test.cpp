// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "http/received_parts.hpp"

namespace taizhang::http {
namespace {

class Kept : public PartReceiver {
  public:
    Result<void> begin(const PartHead& head) override {
        parts.push_back({head, ""});
        return {};
    }
    Result<void> data(std::string_view bytes) override {
        parts.back().second += bytes;
        return {};
    }
    Result<void> end() override {
        ++ended;
        return {};
    }
    std::vector<std::pair<PartHead, std::string>> parts;
    std::size_t ended = 0;
};

Result<Kept> parse(std::string_view body, std::size_t step = SIZE_MAX) {
    Kept kept;
    MultipartParser parser("b", kept);
    while (!body.empty()) {
        TZ_TRY(parser.feed(body.substr(0, step)));
        body.remove_prefix(std::min(step, body.size()));
    }
    TZ_TRY(parser.finish());
    return kept;
}

std::string part(const std::string& head, const std::string& data) {
    return "--b\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + data + "\r\n";
}

TEST(Multipart, GivesEachPartWithItsHead) {
    const auto kept =
        parse("preamble\r\n" + part("name=\"a\"", "1\r\n--c\r\n--\r\n2") +
              part("name=\"f\"; filename=\"C:\\dir\\台账.xlsx\"\r\nContent-Type: x/y", "") +
              "--b--\r\nepilogue");
    ASSERT_TRUE(kept) << kept.error().log;
    ASSERT_EQ(kept->parts.size(), 2U);
    EXPECT_EQ(kept->ended, 2U);
    EXPECT_EQ(kept->parts[0].first.name, "a");
    EXPECT_FALSE(kept->parts[0].first.file_name);
    EXPECT_EQ(kept->parts[0].second, "1\r\n--c\r\n--\r\n2");
    EXPECT_EQ(kept->parts[1].first.file_name, "台账.xlsx");
    EXPECT_EQ(kept->parts[1].first.content_type, "x/y");
    EXPECT_EQ(kept->parts[1].second, "");
}

TEST(Multipart, TakesAPartWithoutEvenAnEmptyLineOfData) {
    const auto kept = parse("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--b--\r\n");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->parts[0].second, "");
}

TEST(Multipart, UnderstandsNamesAsBrowsersAndOthersWriteThem) {
    for (const auto& [head, name] : std::vector<std::pair<std::string, std::string>>{
             {"name=f; filename=plain.txt", "plain.txt"},
             {"name=\"f\"; filename=\"a%22b.txt\"", "a\"b.txt"},
             {"name=\"f\"; filename=\"a\\\"b.txt\"", "a\"b.txt"},
             {"name=\"f\"; filename=\"x\"; filename*=UTF-8''%E5%8F%B0%E8%B4%A6.csv", "台账.csv"},
             {"name=\"f\"; filename=\"../../etc/passwd\"", "passwd"},
             {"name=\"f\"; filename=\"\"", ""}}) {
        const auto kept = parse(part(head, "x") + "--b--");
        ASSERT_TRUE(kept) << head;
        EXPECT_EQ(kept->parts[0].first.file_name, name) << head;
    }
}

TEST(Multipart, RefusesWhatIsBroken) {
    std::string many;
    for (std::size_t i = 0; i <= limits::kMultipartPartsMax; ++i) {
        many += part("name=\"a\"", "");
    }
    for (const std::string& body :
         {std::string(), std::string("no boundary"), part("name=\"a\"", "1"),
          std::string("--bx\r\n"), part("nome=\"a\"", "") + "--b--",
          std::string("--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n\r\n--b--"),
          std::string("--b\r\n\r\n\r\n--b--"), std::string("--b\r\nX\r\n\r\n\r\n--b--"),
          part("name=\"a", "") + "--b--", part("name=\"\xff\"", "") + "--b--",
          part("name=\"a\"\r\nX: " + std::string(10'000, 'x'), "") + "--b--", many + "--b--",
          part("name=\"a\"; filename*=UTF-8''%zz", "") + "--b--"}) {
        EXPECT_FALSE(parse(body)) << body.substr(0, 80);
    }
}

TEST(Multipart, FindsItsBoundary) {
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b;c\""),
              "a b;c");
    for (const std::string& wrong :
         {std::string("multipart/form-data"), std::string("multipart/mixed; boundary=a"),
          std::string("multipart/form-data; boundary="), std::string(),
          "multipart/form-data; boundary=" + std::string(71, 'x')}) {
        EXPECT_FALSE(multipart_boundary(wrong)) << wrong;
    }
}

RC_GTEST_PROP(Multipart, ReadsTheSameInPiecesOfAnySize, ()) {
    // Of the bytes that a boundary is made of, so that much looks like one.
    const auto bytes = rc::gen::container<std::string>(rc::gen::elementOf(std::string("\r\n-bx")));
    const auto values = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(bytes));
    RC_PRE(values.size() <= limits::kMultipartPartsMax);
    std::string body;
    for (const auto& value : values) {
        RC_PRE(("\r\n" + value + "\r\n").find("\r\n--b") == std::string::npos);
        body += part("name=\"a\"", value);
    }
    const auto kept = parse(body + "--b--\r\n", *rc::gen::inRange<std::size_t>(1, 30));
    RC_ASSERT(kept.has_value());
    RC_ASSERT(kept->parts.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        RC_ASSERT(kept->parts[i].second == values[i]);
    }
}

TEST(ReceivedParts, AreFilesWhileTheyLast) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("taizhang-parts-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::string large(200'000, 'x');
    {
        std::istringstream body(part("name=\"note\"", "一") +
                                part("name=\"f\"; filename=\"a.bin\"", large) + "--b--");
        const auto parts = read_multipart(body, "b", folder);
        ASSERT_TRUE(parts);
        EXPECT_EQ(find_part(*parts, "note")->value, "一");
        const auto* file = find_part(*parts, "f");
        EXPECT_EQ(file->bytes, large.size());
        EXPECT_EQ(std::filesystem::file_size(file->file->path()), large.size());
        EXPECT_EQ(find_part(*parts, "other"), nullptr);
        std::istringstream cut(part("name=\"f\"; filename=\"a.bin\"", large));
        EXPECT_FALSE(read_multipart(cut, "b", folder));
        std::istringstream long_field(part("name=\"a\"", std::string(2'000'000, 'x')) + "--b--");
        EXPECT_FALSE(read_multipart(long_field, "b", folder));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace taizhang::http
