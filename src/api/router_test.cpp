// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"

#include <gtest/gtest.h>

namespace taizhang::api {
namespace {

Route at(http::Method method, std::string path) {
    Route route;
    route.method = method;
    route.path = std::move(path);
    return route;
}

class RouterTest : public testing::Test {
  protected:
    RouterTest()
        : routes_{at(http::Method::Get, "/a"), at(http::Method::Post, "/a"),
                  at(http::Method::Get, "/a/{x}"), at(http::Method::Get, "/a/fixed"),
                  at(http::Method::Get, "/a/{x}/b/{y}")},
          router_(routes_) {}

    Routes routes_;
    Router router_;
};

TEST_F(RouterTest, TakesWhatIsFixedBeforeWhatIsNot) {
    EXPECT_EQ(router_.find(http::Method::Get, {"a", "fixed"}).route, &routes_[3]);
    const auto other = router_.find(http::Method::Get, {"a", "1"});
    EXPECT_EQ(other.route, &routes_[2]);
    EXPECT_EQ(other.path.at("x"), "1");
}

TEST_F(RouterTest, GoesBackWhereAFixedPartLedNowhere) {
    const auto found = router_.find(http::Method::Get, {"a", "fixed", "b", "2/3"});
    ASSERT_EQ(found.route, &routes_[4]);
    EXPECT_EQ(found.path.at("x"), "fixed");
    EXPECT_EQ(found.path.at("y"), "2/3");
}

TEST_F(RouterTest, TellsWhichMethodsAPathHas) {
    const auto found = router_.find(http::Method::Delete, {"a"});
    EXPECT_EQ(found.route, nullptr);
    EXPECT_EQ(found.allowed, (std::vector{http::Method::Get, http::Method::Post}));
    EXPECT_TRUE(router_.find(http::Method::Get, {"b"}).allowed.empty());
    EXPECT_EQ(router_.find(http::Method::Head, {"a"}).route, &routes_[0]);
}

TEST_F(RouterTest, AnEmptyPartIsNoValue) {
    EXPECT_EQ(router_.find(http::Method::Get, {"a", ""}).route, nullptr);
}

}  // namespace
}  // namespace taizhang::api
