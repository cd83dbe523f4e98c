// SPDX-License-Identifier: Apache-2.0
#include "api/web_pages.hpp"

#include <gtest/gtest.h>

namespace taizhang::api {
namespace {

http::RequestHead page_head(const std::string& path, http::Method method = http::Method::Get) {
    http::RequestHead made;
    made.method = method;
    made.raw_target = path;
    made.target = *http::parse_target(path);
    made.headers.set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    return made;
}

WebPages some_pages() {
    return WebPages(std::vector<http::Asset>{{"index.html", "<p>desk"},
                                             {"phone.html", "<p>phone"},
                                             {"assets/desk-3f9a1b2c.js", "desk()"}});
}

TEST(WebPages, GivesThePageOfEachShellForAllItsPaths) {
    auto pages = some_pages();
    for (const char* path : {"/", "/ledgers/temporary_relief?status=open", "/search"}) {
        EXPECT_EQ(pages.find(page_head(path))->borrowed, "<p>desk") << path;
    }
    for (const char* path : {"/m", "/m/", "/m/outbox"}) {
        EXPECT_EQ(pages.find(page_head(path))->borrowed, "<p>phone") << path;
    }
    const auto page = pages.find(page_head("/"));
    EXPECT_EQ(page->headers.get("Cache-Control"), "no-cache");
    const auto policy = page->headers.get("Content-Security-Policy");
    EXPECT_NE(policy.find("script-src 'self';"), std::string_view::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string_view::npos);
}

TEST(WebPages, GivesFilesByNameAndKeepsThemForEver) {
    auto pages = some_pages();
    auto asked = page_head("/assets/desk-3f9a1b2c.js");
    asked.headers.set("Accept", "*/*");
    const auto script = pages.find(asked);
    ASSERT_TRUE(script);
    EXPECT_NE(script->headers.get("Cache-Control").find("immutable"), std::string_view::npos);
}

TEST(WebPages, LeavesTheApiAndProgramsAlone) {
    auto pages = some_pages();
    EXPECT_FALSE(pages.serves(page_head("/api/v1/nothing")));
    EXPECT_FALSE(pages.serves(page_head("/", http::Method::Post)));
    auto program = page_head("/ledgers/temporary_relief");
    program.headers.set("Accept", "application/json");
    EXPECT_FALSE(pages.serves(program));
    const std::vector<http::Asset> none;
    EXPECT_FALSE(WebPages(none).serves(page_head("/")));
}

}  // namespace
}  // namespace taizhang::api
