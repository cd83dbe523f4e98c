// SPDX-License-Identifier: Apache-2.0
#include "oidc/id_token.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "base/base64.hpp"
#include "base/limits.hpp"
#include "oidc/test_key.hpp"

namespace taizhang::oidc {

namespace json = boost::json;

namespace {

constexpr std::int64_t kNowSeconds = 1'590'883'200;

const TestKey& rsa() {
    static const TestKey key = TestKey::rsa("rsa");
    return key;
}
const TestKey& curve() {
    static const TestKey key = TestKey::p256("curve");
    return key;
}
const TestKey& strangers() {
    static const TestKey key = TestKey::rsa("rsa");  // by the same name
    return key;
}

KeySet keys_of(const json::array& keys) {
    return *KeySet::parse(json::serialize(json::object{{"keys", keys}}));
}

json::object claims(const json::object& changes = {}) {
    json::object all{{"iss", "https://login.example.cn"},
                     {"aud", "taizhang"},
                     {"sub", "u-17"},
                     {"nonce", "n"},
                     {"iat", kNowSeconds - 5},
                     {"exp", kNowSeconds + 300}};
    for (const auto& [name, value] : changes) {
        if (value.is_null()) {
            all.erase(name);
        } else {
            all[name] = value;
        }
    }
    return all;
}

Result<Identity> check(const std::string& token) {
    const auto head = TZ_TRY(read_token_head(token));
    return check_id_token(
        token, head, keys_of({rsa().jwk(), curve().jwk()}),
        {"https://login.example.cn", "taizhang", "n", Instant{kNowSeconds * 1'000}});
}

std::string refusal(const std::string& token) {
    const auto identity = check(token);
    return identity ? "taken" : identity.error().log;
}

std::string refusal_with(const json::object& changes) {
    return refusal(rsa().sign("RS256", claims(changes)));
}

TEST(IdToken, IsTakenByTheThreeAlgorithms) {
    for (const auto& token : {rsa().sign("RS256", claims()), rsa().sign("PS256", claims()),
                              curve().sign("ES256", claims())}) {
        const auto identity = check(token);
        ASSERT_TRUE(identity) << identity.error().log;
        EXPECT_EQ(identity->subject, "u-17");
        EXPECT_EQ(identity->issuer, "https://login.example.cn");
    }
}

TEST(IdToken, IsRefusedByOtherAlgorithms) {
    EXPECT_EQ(refusal(rsa().sign("none", claims())), "a part is no base64url");
    EXPECT_EQ(refusal(rsa().sign("none", claims()) + "c2ln"), "algorithm not allowed");
    EXPECT_EQ(refusal(rsa().sign("HS256", claims())), "algorithm not allowed");
    EXPECT_EQ(refusal(rsa().sign("RS256", claims(), json::object{{"alg", "RS512"}})),
              "algorithm not allowed");
    EXPECT_EQ(refusal(rsa().sign("RS256", claims(), json::object{{"alg", "nOnE"}})),
              "algorithm not allowed");
    // Of the key's kind, but not what it was signed with.
    EXPECT_EQ(refusal(rsa().sign("RS256", claims(), json::object{{"alg", "PS256"}})),
              "signature does not fit");
    EXPECT_EQ(refusal(rsa().sign("RS256", claims(), json::object{{"alg", "ES256"}})),
              "no such key");
    EXPECT_EQ(refusal(rsa().sign("RS256", claims(), json::object{{"crit", json::array{"x"}}})),
              "critical header");
}

TEST(IdToken, IsRefusedWhereItsSignatureIsForged) {
    EXPECT_EQ(refusal(strangers().sign("RS256", claims())), "signature does not fit");
    EXPECT_EQ(refusal(TestKey::p256("curve").sign("ES256", claims())), "signature does not fit");
    const std::string good = rsa().sign("RS256", claims());
    const auto first = good.find('.');
    const auto second = good.rfind('.');
    const std::string other = to_base64url(json::serialize(claims(json::object{{"sub", "u-18"}})));
    EXPECT_EQ(refusal(good.substr(0, first + 1) + other + good.substr(second)),
              "signature does not fit");
    EXPECT_NE(refusal(good.substr(0, second + 1)), "taken");
    for (const std::string& token : {std::string(), std::string("a.b.c"), std::string(".."),
                                     good + ".x", std::string(20'000, 'a')}) {
        EXPECT_FALSE(check(token)) << token.substr(0, 40);
    }
}

// libcjose ends the program at some of these.
TEST(IdToken, IsRefusedWhereItIsNoBase64Url) {
    const std::string good = rsa().sign("RS256", claims());
    for (const std::string& tail : {std::string("a"), std::string("="), std::string("\n"),
                                    std::string("%"), std::string("\0", 1)}) {
        EXPECT_FALSE(check(good + tail)) << tail;
        EXPECT_FALSE(check(tail + good)) << tail;
        EXPECT_FALSE(check(good.substr(0, good.find('.')) + tail + good.substr(good.find('.'))));
    }
    for (const char* member : {"n", "e"}) {
        auto key = rsa().jwk();
        key[member] = std::string(key[member].as_string()) + "a";
        EXPECT_EQ(keys_of({key}).size(), 0U) << member;
        key[member] = "";
        EXPECT_EQ(keys_of({key}).size(), 0U) << member;
    }
    auto key = curve().jwk();
    key["x"] = "AAAA";
    EXPECT_EQ(keys_of({key}).size(), 0U);
}

TEST(IdToken, IsForUs) {
    EXPECT_EQ(refusal_with(json::object{{"iss", "https://login.example.cn/"}}), "iss");
    EXPECT_EQ(refusal_with(json::object{{"aud", "other"}}), "aud");
    EXPECT_EQ(refusal_with(json::object{{"aud", nullptr}}), "aud");
    EXPECT_EQ(refusal_with(json::object{{"aud", json::array{"other"}}}), "aud");
    EXPECT_EQ(refusal_with(json::object{{"aud", json::array{"taizhang"}}}), "taken");
    EXPECT_EQ(refusal_with(json::object{{"aud", json::array{"taizhang", "other"}}}), "azp");
    EXPECT_EQ(
        refusal_with(json::object{{"aud", json::array{"taizhang", "other"}}, {"azp", "taizhang"}}),
        "taken");
    EXPECT_EQ(refusal_with(json::object{{"azp", "other"}}), "azp");
    EXPECT_EQ(refusal_with(json::object{{"nonce", "m"}}), "nonce");
    EXPECT_EQ(refusal_with(json::object{{"nonce", nullptr}}), "nonce");
    EXPECT_EQ(refusal_with(json::object{{"sub", ""}}), "sub");
    EXPECT_EQ(refusal_with(json::object{{"sub", std::string(256, 'a')}}), "sub");
    EXPECT_EQ(refusal_with(json::object{{"sub", 17}}), "sub");
}

TEST(IdToken, IsOfNow) {
    const auto apart = limits::kOidcClockSecondsMax;
    EXPECT_EQ(refusal_with(json::object{{"exp", kNowSeconds - apart}}), "exp");
    EXPECT_EQ(refusal_with(json::object{{"exp", kNowSeconds - apart + 1}}), "taken");
    EXPECT_EQ(refusal_with(json::object{{"exp", nullptr}}), "exp");
    EXPECT_EQ(refusal_with(json::object{{"exp", "never"}}), "exp");
    EXPECT_EQ(refusal_with(json::object{{"exp", 1e300}}), "exp");
    EXPECT_EQ(refusal_with(json::object{{"iat", kNowSeconds + apart + 1}}), "iat");
    EXPECT_EQ(
        refusal_with(json::object{{"iat", kNowSeconds - limits::kOidcTokenSecondsMax - apart}}),
        "iat");
    EXPECT_EQ(refusal_with(json::object{{"iat", nullptr}}), "iat");
    EXPECT_EQ(refusal_with(json::object{{"nbf", kNowSeconds + apart + 1}}), "nbf");
}

TEST(KeySet, LeavesOutWhatIsWeakOrForOthers) {
    auto for_others = rsa().jwk();
    for_others["use"] = "enc";
    const json::object secret{{"kty", "oct"}, {"k", "c2VjcmV0"}, {"kid", "s"}};
    EXPECT_EQ(keys_of({for_others, secret, TestKey::rsa("weak", 1'024).jwk()}).size(), 0U);
    EXPECT_FALSE(KeySet::parse("[]"));
    EXPECT_FALSE(KeySet::parse("{"));
    EXPECT_FALSE(KeySet::parse(R"({"keys":1})"));
}

TEST(KeySet, TakesATokenThatNamesNoKeyOnlyWhereThereIsOne) {
    const TokenHead nameless{"RS256", ""};
    EXPECT_TRUE(keys_of({rsa().jwk(), curve().jwk()}).has(nameless));
    EXPECT_FALSE(keys_of({rsa().jwk(), strangers().jwk()}).has(nameless));
}

}  // namespace
}  // namespace taizhang::oidc
