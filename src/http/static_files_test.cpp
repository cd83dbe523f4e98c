// SPDX-License-Identifier: Apache-2.0
#include "http/static_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "http/compression.hpp"

namespace taizhang::http {
namespace {

namespace fs = std::filesystem;

RequestHead ask(Headers headers = {}) {
    RequestHead head;
    head.headers = std::move(headers);
    return head;
}

const std::string kScript = "const a = 1;" + std::string(5'000, '\n');
const std::string kReady = gzip("ready", 9);

StaticFiles assets() {
    return StaticFiles(std::vector<Asset>{{"index.html", "<html>"},
                                          {"assets/index-3f9a1b2c.js", kScript},
                                          {"styles.css", kScript},
                                          {"styles.css.gz", kReady}});
}

TEST(StaticFiles, AreFoundByTheirPath) {
    auto files = assets();
    const auto page = files.find(ask(), {});
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 200);
    EXPECT_EQ(page->borrowed, "<html>");
    EXPECT_EQ(page->headers.get("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(page->headers.get("Cache-Control"), "no-cache");
    const auto script = files.find(ask(), {"assets", "index-3f9a1b2c.js"});
    ASSERT_TRUE(script);
    EXPECT_EQ(script->headers.get("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(script->borrowed, kScript);
    EXPECT_FALSE(files.find(ask(), {"assets"}));
    EXPECT_FALSE(files.find(ask(), {"assets/index-3f9a1b2c.js"}));
}

TEST(StaticFiles, AreNotSentAgainToThoseWhoHaveThem) {
    auto files = assets();
    const std::string tag(files.find(ask(), {})->headers.get("ETag"));
    EXPECT_EQ(tag.size(), 34U);
    for (const std::string& known : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
        const auto answer = files.find(ask({{"If-None-Match", known}}), {});
        EXPECT_EQ(answer->status, 304) << known;
        EXPECT_EQ(answer->headers.get("ETag"), tag);
        EXPECT_TRUE(answer->borrowed.empty());
    }
    EXPECT_EQ(files.find(ask({{"If-None-Match", "\"x\""}}), {})->status, 200);
}

TEST(StaticFiles, AreCompressedForThoseWhoTakeIt) {
    auto files = assets();
    const auto small = files.find(ask({{"Accept-Encoding", "gzip"}}), {"styles.css"});
    EXPECT_EQ(small->borrowed, kReady);
    const auto made =
        files.find(ask({{"Accept-Encoding", "gzip"}}), {"assets", "index-3f9a1b2c.js"});
    EXPECT_EQ(made->headers.get("Content-Encoding"), "gzip");
    EXPECT_LT(made->borrowed.size(), kScript.size());
    const auto plain = files.find(ask(), {"assets", "index-3f9a1b2c.js"});
    EXPECT_EQ(plain->headers.get("Vary"), "Accept-Encoding");
    EXPECT_NE(plain->headers.get("ETag"), made->headers.get("ETag"));
    EXPECT_EQ(files.find(ask({{"Accept-Encoding", "gzip"}}), {})->headers.find("Vary"), nullptr);
}

TEST(StaticFiles, AreGivenInParts) {
    StaticFiles files(std::vector<Asset>{{"a.txt", "0123456789"}});
    const std::string tag(files.find(ask(), {"a.txt"})->headers.get("ETag"));
    const auto part = [&](const std::string& range, const std::string& if_range = "") {
        Headers headers = {{"Range", range}};
        if (!if_range.empty()) {
            headers.add("If-Range", if_range);
        }
        return *files.find(ask(headers), {"a.txt"});
    };
    for (const auto& [range, wanted, said] :
         std::vector<std::array<std::string, 3>>{{"bytes=0-3", "0123", "bytes 0-3/10"},
                                                 {"bytes=7-", "789", "bytes 7-9/10"},
                                                 {"bytes=-2", "89", "bytes 8-9/10"},
                                                 {"bytes=-20", "0123456789", "bytes 0-9/10"},
                                                 {"bytes=8-100", "89", "bytes 8-9/10"}}) {
        const auto answer = part(range);
        EXPECT_EQ(answer.status, 206) << range;
        EXPECT_EQ(answer.borrowed, wanted) << range;
        EXPECT_EQ(answer.headers.get("Content-Range"), said) << range;
    }
    for (const char* range : {"bytes=10-", "bytes=-0", "bytes=99-100"}) {
        EXPECT_EQ(part(range).status, 416) << range;
        EXPECT_EQ(part(range).headers.get("Content-Range"), "bytes */10") << range;
    }
    for (const char* range : {"bytes=3-1", "bytes=a-", "lines=1-2", "bytes=0-1,3-4",
                              "bytes=", "bytes=-", "bytes=99999999999999999999-"}) {
        EXPECT_EQ(part(range).status, 200) << range;
    }
    EXPECT_EQ(part("bytes=0-3", tag).status, 206);
    EXPECT_EQ(part("bytes=0-3", "\"other\"").status, 200);
}

class OnDisk : public testing::Test {
  protected:
    OnDisk() {
        fs::create_directories(root_ / "web" / "deep");
        std::ofstream(root_ / "secret.txt") << "secret";
        std::ofstream(root_ / "web" / "deep" / "a.txt") << "hello";
        std::ofstream(root_ / "web" / ".hidden") << "secret";
        fs::create_symlink(root_ / "secret.txt", root_ / "web" / "link.txt");
    }
    ~OnDisk() override { fs::remove_all(root_); }

    fs::path root_ = fs::temp_directory_path() / ("taizhang-static-" + std::to_string(::getpid()));
};

TEST_F(OnDisk, FilesHaveADigestOfTheirContent) {
    StaticFiles files(root_ / "web");
    const auto first = files.find(ask(), {"deep", "a.txt"});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->file->size, 5U);
    const std::string tag(first->headers.get("ETag"));
    EXPECT_EQ(files.find(ask({{"If-None-Match", tag}}), {"deep", "a.txt"})->status, 304);
    std::ofstream(root_ / "web" / "deep" / "a.txt") << "changed";
    EXPECT_NE(files.find(ask(), {"deep", "a.txt"})->headers.get("ETag"), tag);
    const auto part = files.find(ask({{"Range", "bytes=2-4"}}), {"deep", "a.txt"});
    EXPECT_EQ(part->file->offset, 2U);
    EXPECT_EQ(part->file->size, 3U);
}

TEST_F(OnDisk, NothingOutsideOfTheFolderIsFound) {
    StaticFiles files(root_ / "web");
    using Path = std::vector<std::string>;
    for (const Path& path :
         {Path{"..", "secret.txt"}, Path{"deep", "..", "..", "secret.txt"}, Path{"../secret.txt"},
          Path{"link.txt"}, Path{".hidden"}, Path{"deep"}, Path{"", "secret.txt"},
          Path{root_ / "secret.txt"}, Path{"..\\secret.txt"}, Path{"deep", "a.txt", "b"},
          Path{std::string("deep\0", 5)}, Path{}}) {
        EXPECT_FALSE(files.find(ask(), path));
    }
    EXPECT_FALSE(StaticFiles(root_ / "missing").find(ask(), {"a.txt"}));
}

TEST(StaticFiles, KnowNamesWithADigest) {
    for (const char* name : {"assets/index-3f9a1b2c.js", "a.B1dE_x9Q.css", "x-DiwrgTda.woff2"}) {
        EXPECT_TRUE(has_digest_in_name(name)) << name;
    }
    for (const char* name : {"index.html", "user-settings.js", "a-1.js", "noending", ".x", "",
                             "manifest.webmanifest", "3f9a1b2c3f9a"}) {
        EXPECT_FALSE(has_digest_in_name(name)) << name;
    }
}

}  // namespace
}  // namespace taizhang::http
