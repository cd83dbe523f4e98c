// SPDX-License-Identifier: Apache-2.0
#include "api/forms.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "api/upload_turns.hpp"
#include "base/limits.hpp"

namespace taizhang::api {
namespace {

namespace fs = std::filesystem;

class Forms : public testing::Test {
  protected:
    Forms() : folder_(fs::temp_directory_path() / fmt::format("taizhang-forms-{}", getpid())) {
        fs::create_directories(folder_);
    }
    ~Forms() override { fs::remove_all(folder_); }

    static std::string part(const std::string& head, const std::string& content) {
        return fmt::format("Content-Disposition: form-data; {}\r\n\r\n{}", head, content);
    }
    Result<std::unique_ptr<Form>> read(const std::vector<std::string>& parts,
                                       const std::string& boundary = "b") {
        http::Request request;
        request.headers.set("Content-Type", "multipart/form-data; boundary=" + boundary);
        request.body_file = folder_ / "body";
        std::ofstream body(request.body_file, std::ios::binary);
        for (const auto& one : parts) {
            body << "--" << boundary << "\r\n" << one << "\r\n";
        }
        body << "--" << boundary << "--\r\n";
        body.close();
        return read_form(request, folder_, {"file", "reason"});
    }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }

    fs::path folder_;
};

TEST_F(Forms, HaveFilesOnDiskAsLongAsTheyLive) {
    {
        const auto form = read({part("name=\"reason\"", "补传"),
                                part("name=\"file\"; filename=\"甲.txt\"", "甲的内容")});
        ASSERT_TRUE(form) << describe(form.error());
        EXPECT_EQ((*form)->value("reason"), "补传");
        EXPECT_EQ((*form)->value("field"), "");
        ASSERT_EQ((*form)->files.size(), 1U);
        const auto& file = (*form)->files.front();
        EXPECT_EQ(file.name, "甲.txt");
        EXPECT_EQ(file.digest, sha256("甲的内容"));
        EXPECT_EQ(file.bytes, 12);
        EXPECT_EQ(files(), 2U);
    }
    EXPECT_EQ(files(), 1U) << "the body alone, which is the server's";
}

TEST_F(Forms, SayTheSameWhateverLiesBetweenTheirParts) {
    const std::string file = part("name=\"file\"; filename=\"甲.txt\"", "甲");
    const auto content = [&](const std::vector<std::string>& parts, const std::string& boundary) {
        return form_content(**read(parts, boundary));
    };
    EXPECT_EQ(content({file}, "one"), content({file}, "other"));
    EXPECT_NE(content({file}, "b"),
              content({part("name=\"file\"; filename=\"乙.txt\"", "甲")}, "b"));
    EXPECT_NE(content({file}, "b"),
              content({part("name=\"file\"; filename=\"甲.txt\"", "乙")}, "b"));
    EXPECT_NE(content({file}, "b"), content({file, part("name=\"reason\"", "x")}, "b"));
}

TEST_F(Forms, HaveNoOtherParts) {
    EXPECT_FALSE(read({part("name=\"other\"", "x")}));
    EXPECT_FALSE(read({part("name=\"file\"", "not a file")}));
    EXPECT_FALSE(read({part("name=\"reason\"; filename=\"x\"", "a file")}));
    EXPECT_FALSE(read({part("name=\"reason\"", "\xff")}));
    EXPECT_EQ(files(), 1U);
}

TEST(Uploads, AreSoManyAtOnce) {
    UploadTurns uploads(2);
    std::vector<std::shared_ptr<const void>> begun{uploads.take(), uploads.take()};
    ASSERT_TRUE(begun.back());
    EXPECT_FALSE(uploads.take());
    begun.pop_back();
    EXPECT_TRUE(uploads.take());
}

}  // namespace
}  // namespace taizhang::api
