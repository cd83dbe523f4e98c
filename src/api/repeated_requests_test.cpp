// SPDX-License-Identifier: Apache-2.0
#include "api/repeated_requests.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace taizhang::api {
namespace {

std::string key_of(const std::string& value) {
    const auto key = idempotency_key({{"idempotency-key", value}});
    return key && *key ? **key : "";
}

TEST(IdempotencyKey, IsPrintableAndNotTooLong) {
    EXPECT_EQ(key_of("8e03978e-40d5-43dd-bc93-6894a57f9324"),
              "8e03978e-40d5-43dd-bc93-6894a57f9324");
    EXPECT_EQ(key_of("\"8e03978e\""), "8e03978e");
    EXPECT_EQ(key_of("\"a \\\"b\\\\\""), "a \"b\\");
    const std::string longest(limits::kIdempotencyKeyCharactersMax, 'k');
    EXPECT_EQ(key_of(longest), longest);
    for (const std::string& wrong :
         {std::string(), std::string("\"\""), std::string("\""), std::string("\"a"),
          std::string("\"a\"b\""), std::string("\"a\\"), std::string("\"a\\\""),
          std::string("\"a\\n\""), std::string("键"), std::string("a\tb"), longest + "k"}) {
        EXPECT_FALSE(idempotency_key({{"Idempotency-Key", wrong}})) << wrong;
    }
}

TEST(IdempotencyKey, MayBeMissingAndIsNotGivenTwice) {
    const auto none = idempotency_key({{"Content-Type", "application/json"}});
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none);
    EXPECT_FALSE(idempotency_key({{"Idempotency-Key", "a"}, {"idempotency-key", "a"}}));
}

}  // namespace
}  // namespace taizhang::api
