// SPDX-License-Identifier: Apache-2.0
#include "http/token_buckets.hpp"

#include <gtest/gtest.h>

namespace taizhang::http {
namespace {

using namespace std::chrono_literals;

TEST(TokenBuckets, GiveABurstAndThenASteadyRate) {
    TokenBuckets buckets({.per_second = 10, .burst = 3});
    const TokenBuckets::Clock::time_point start{};
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(buckets.take("a", start));
    }
    EXPECT_EQ(buckets.take("a", start), 100ms);
    EXPECT_FALSE(buckets.take("b", start));
    EXPECT_EQ(buckets.take("a", start + 60ms), 40ms);
    EXPECT_FALSE(buckets.take("a", start + 100ms));
    EXPECT_TRUE(buckets.take("a", start + 100ms));
    // However long nobody asks, no more than a burst is saved.
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(buckets.take("a", start + 1h));
    }
    EXPECT_TRUE(buckets.take("a", start + 1h));
}

TEST(TokenBuckets, RememberOnlySoManyKeys) {
    TokenBuckets buckets({.per_second = 0.001, .burst = 1}, 100);
    const TokenBuckets::Clock::time_point start{};
    EXPECT_FALSE(buckets.take("steady", start));
    for (int i = 0; i < 10'000; ++i) {
        EXPECT_FALSE(buckets.take(std::to_string(i), start));
        EXPECT_TRUE(buckets.take("steady", start));  // used, so not forgotten
    }
    EXPECT_EQ(buckets.size(), 100U);
}

TEST(TokenBuckets, WithoutARateLimitNothing) {
    TokenBuckets buckets(RateLimit{});
    for (int i = 0; i < 1'000; ++i) {
        EXPECT_FALSE(buckets.take("a"));
    }
    EXPECT_EQ(buckets.size(), 0U);
}

TEST(TokenBuckets, SayWholeSecondsToClients) {
    EXPECT_EQ(retry_after(0ms), "1");
    EXPECT_EQ(retry_after(1'001ms), "2");
}

}  // namespace
}  // namespace taizhang::http
