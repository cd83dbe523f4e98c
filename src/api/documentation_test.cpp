// SPDX-License-Identifier: Apache-2.0
#include "api/documentation.hpp"

#include <gtest/gtest.h>

namespace taizhang::api {
namespace {

http::RequestHead head(const std::string& path, http::Method method = http::Method::Get) {
    http::RequestHead made;
    made.method = method;
    made.raw_target = path;
    made.target = *http::parse_target(path);
    return made;
}

TEST(Documentation, GivesThePageAndWhatIsBesideIt) {
    Documentation documentation(
        std::vector<http::Asset>{{"index.html", "<p>page"}, {"start.js", "start()"}});
    const auto page = documentation.find(head("/api/docs"));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 200);
    EXPECT_EQ(page->headers.get("Content-Type"), "text/html; charset=utf-8");
    EXPECT_NE(page->headers.get("Content-Security-Policy").find("default-src 'none'"),
              std::string_view::npos);
    auto again = head("/api/docs");
    again.headers.set("If-None-Match", std::string(page->headers.get("ETag")));
    EXPECT_EQ(documentation.find(again)->status, 304);
    EXPECT_TRUE(documentation.serves(head("/api/docs/start.js")));
    EXPECT_EQ(documentation.find(head("/api/docs/"))->headers.get("Location"), "../docs");
    EXPECT_TRUE(documentation.serves(head("/api/docs", http::Method::Head)));
}

TEST(Documentation, GivesNothingElse) {
    Documentation documentation(std::vector<http::Asset>{{"index.html", "<p>page"}});
    for (const char* path : {"/", "/api", "/api/docs/other.js", "/api/docs/index.html/x",
                             "/api/docs/..%2Findex.html", "/api/documents"}) {
        EXPECT_FALSE(documentation.serves(head(path))) << path;
    }
    EXPECT_FALSE(documentation.serves(head("/api/docs", http::Method::Post)));
    const std::vector<http::Asset> nothing;
    EXPECT_FALSE(Documentation(nothing).serves(head("/api/docs")));
}

}  // namespace
}  // namespace taizhang::api
