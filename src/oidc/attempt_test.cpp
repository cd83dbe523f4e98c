// SPDX-License-Identifier: Apache-2.0
#include "oidc/attempt.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/limits.hpp"

namespace taizhang::oidc {
namespace {

const std::string kSecret(43, 'a');
constexpr Instant kNow{1'590'883'200'000};

TEST(Attempt, ComesBackAsItWent) {
    const auto went = Attempt::begin(kSecret, "/ledgers?area=11", kNow);
    ASSERT_TRUE(went);
    const auto came = Attempt::from_cookie(went->cookie(), Instant{kNow.milliseconds + 5'000});
    ASSERT_TRUE(came);
    EXPECT_EQ(came->to(), "/ledgers?area=11");
    EXPECT_EQ(came->state(), went->state());
    EXPECT_EQ(came->nonce(), went->nonce());
    EXPECT_EQ(came->verifier(), went->verifier());
}

TEST(Attempt, ShowsTheProviderNothingThatLeadsToAnother) {
    const auto attempt = Attempt::begin(kSecret, "/", kNow);
    const std::set<std::string> shown = {attempt->state(), attempt->nonce(), attempt->challenge(),
                                         attempt->verifier(), kSecret};
    EXPECT_EQ(shown.size(), 5U);
    EXPECT_EQ(attempt->verifier().size(), 43U);
    EXPECT_NE(Attempt::begin(kSecret, "/", Instant{kNow.milliseconds + 1})->state(),
              attempt->state());
}

TEST(Attempt, EndsAfterAWhile) {
    const auto cookie = Attempt::begin(kSecret, "/", kNow)->cookie();
    const auto later = [&](std::int64_t seconds) {
        return Instant{kNow.milliseconds + seconds * 1'000};
    };
    EXPECT_TRUE(Attempt::from_cookie(cookie, later(limits::kOidcAttemptSecondsMax)));
    EXPECT_FALSE(Attempt::from_cookie(cookie, later(limits::kOidcAttemptSecondsMax + 1)));
    EXPECT_FALSE(Attempt::from_cookie(cookie, later(-1)));
}

TEST(Attempt, LeadsNowhereElse) {
    for (const char* to : {"", "ledgers", "//a.example", "/\\a.example", "/a\r\nb", "/a b",
                           "https://a.example/", "/石"}) {
        EXPECT_FALSE(Attempt::begin(kSecret, to, kNow)) << to;
    }
    for (const char* cookie : {"", "1", "1.2", "x.y.z", "1..Lw"}) {
        EXPECT_FALSE(Attempt::from_cookie(cookie, kNow)) << cookie;
    }
    const std::string elsewhere = "1590883200000." + kSecret + ".Ly9hLmV4YW1wbGU";  // //a.example
    EXPECT_FALSE(Attempt::from_cookie(elsewhere, kNow));
}

}  // namespace
}  // namespace taizhang::oidc
