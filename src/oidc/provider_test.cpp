// SPDX-License-Identifier: Apache-2.0
#include "oidc/provider.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <map>

#include "base/limits.hpp"
#include "oidc/test_key.hpp"

namespace taizhang::oidc {

namespace json = boost::json;

namespace {

const std::string kIssuer = "https://login.example.cn";
const std::string kRedirect = "https://office.example.cn/api/v1/session/oidc/callback";

class ProviderTest : public testing::Test {
  protected:
    ProviderTest() { provider_ = make({kIssuer, "taizhang", "s+cret", kRedirect}); }

    std::unique_ptr<Provider> make(Settings settings) {
        auto made = Provider::create(
            std::move(settings),
            [this](const http::OutboundRequest& request) { return answer(request); },
            [this] { return now_; });
        return made ? std::move(*made) : nullptr;
    }
    Result<http::OutboundAnswer> answer(const http::OutboundRequest& request) {
        ++asked_[request.url];
        if (away_) {
            return fail(ErrorCode::Busy, "连不上", "away");
        }
        if (request.url == kIssuer + "/.well-known/openid-configuration") {
            return http::OutboundAnswer{200, json::serialize(metadata_)};
        }
        if (request.url == kIssuer + "/keys") {
            return http::OutboundAnswer{
                200, json::serialize(json::object{{"keys", json::array{key_.jwk()}}})};
        }
        token_request_ = request;
        const TestKey& signer = forged_ ? *forged_ : key_;
        return http::OutboundAnswer{
            200, json::serialize(json::object{{"id_token", signer.sign("ES256", claims())}})};
    }
    json::object claims() const {
        const std::int64_t now = now_.milliseconds / 1'000;
        return {{"iss", kIssuer}, {"aud", "taizhang"},
                {"sub", "u-17"},  {"nonce", attempt().nonce()},
                {"iat", now},     {"exp", now + 60}};
    }
    Attempt attempt() const { return *Attempt::begin(std::string(43, 'a'), "/", now_); }
    Result<Identity> finish() {
        return provider_->finish(attempt(), {attempt().state(), "code", "", ""});
    }
    int key_requests() { return asked_[kIssuer + "/keys"]; }

    Instant now_{1'590'883'200'000};
    bool away_ = false;
    TestKey key_ = TestKey::p256("first");
    std::optional<TestKey> forged_;  // signs, and is not shown
    json::object metadata_{{"issuer", kIssuer},
                           {"authorization_endpoint", kIssuer + "/auth"},
                           {"token_endpoint", kIssuer + "/token"},
                           {"jwks_uri", kIssuer + "/keys"},
                           {"code_challenge_methods_supported", json::array{"S256"}}};
    std::map<std::string, int> asked_;
    http::OutboundRequest token_request_;
    std::unique_ptr<Provider> provider_;
};

TEST_F(ProviderTest, SendsTheBrowserWithPkce) {
    const auto url = provider_->sign_in_url(attempt());
    ASSERT_TRUE(url) << url.error().log;
    EXPECT_TRUE(url->starts_with(kIssuer + "/auth?response_type=code&scope=openid&")) << *url;
    EXPECT_NE(url->find("&code_challenge=" + attempt().challenge() + "&code_challenge_method=S256"),
              std::string::npos);
    EXPECT_EQ(url->find(attempt().verifier()), std::string::npos);
}

TEST_F(ProviderTest, ExchangesTheCodeForWhoItIs) {
    const auto identity = finish();
    ASSERT_TRUE(identity) << identity.error().log;
    EXPECT_EQ(identity->subject, "u-17");
}

TEST_F(ProviderTest, ShowsItsSecretAsTheProviderWants) {
    const auto sent = [&](const std::string& secret, const json::array& methods) {
        metadata_["token_endpoint_auth_methods_supported"] = methods;
        provider_ = make({kIssuer, "taizhang", secret, kRedirect});
        EXPECT_TRUE(finish());
        return token_request_;
    };
    const auto basic = sent("s+cret", {"client_secret_basic"});
    EXPECT_EQ(basic.authorization, "Basic dGFpemhhbmc6cyUyQmNyZXQ=");
    EXPECT_EQ(basic.form.find("cret"), std::string::npos);
    EXPECT_NE(basic.form.find("code_verifier=" + attempt().verifier()), std::string::npos);
    const auto post = sent("s+cret", {"client_secret_post"});
    EXPECT_EQ(post.authorization, "");
    EXPECT_NE(post.form.find("client_id=taizhang&client_secret=s%2Bcret"), std::string::npos);
    const auto open = sent("", {"none"});
    EXPECT_EQ(open.authorization, "");
    EXPECT_EQ(open.form.find("secret"), std::string::npos);
}

TEST_F(ProviderTest, RefusesACallbackOfAnother) {
    const auto log = [&](const Callback& callback) {
        const auto identity = provider_->finish(attempt(), callback);
        return identity ? "taken" : identity.error().log;
    };
    const std::string state = attempt().state();
    EXPECT_EQ(log({"x", "code", "", ""}), "state");
    EXPECT_EQ(log({"", "code", "", ""}), "state");
    EXPECT_EQ(log({state, "", "", ""}), "no code");
    EXPECT_EQ(log({state, "code", "https://other.example.cn", ""}), "iss of the callback");
    EXPECT_EQ(log({state, "", "", "access_denied"}), "provider says access_denied");
    metadata_["authorization_response_iss_parameter_supported"] = true;
    provider_ = make({kIssuer, "taizhang", "", kRedirect});
    EXPECT_EQ(log({state, "code", "", ""}), "iss of the callback");
    EXPECT_EQ(log({state, "code", kIssuer, ""}), "taken");
}

TEST_F(ProviderTest, AsksForKeysItDoesNotKnowButNotAtAStrangersPleasure) {
    EXPECT_TRUE(finish());
    EXPECT_TRUE(finish());
    EXPECT_EQ(key_requests(), 1);
    key_ = TestKey::p256("second");
    EXPECT_TRUE(finish());
    EXPECT_EQ(key_requests(), 2);
    for (int i = 0; i < 20; ++i) {
        forged_ = TestKey::p256("unknown" + std::to_string(i));
        EXPECT_EQ(finish().error().log, "no such key");
    }
    EXPECT_EQ(key_requests(), 1 + static_cast<int>(limits::kOidcRefetchBurst));
    forged_.reset();
    EXPECT_TRUE(finish());
}

TEST_F(ProviderTest, TrustsNoKeyForEver) {
    EXPECT_TRUE(finish());
    now_.milliseconds += (limits::kOidcMetadataSecondsMax + 1) * 1'000;
    EXPECT_TRUE(finish());
    EXPECT_EQ(key_requests(), 2);
    now_.milliseconds += (limits::kOidcMetadataSecondsMax + 1) * 1'000;
    away_ = true;
    EXPECT_EQ(finish().error().code, ErrorCode::Busy);
}

TEST_F(ProviderTest, DoesNotAskAnAbsentOneForEverybody) {
    away_ = true;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(provider_->sign_in_url(attempt()).error().code, ErrorCode::Busy);
    }
    EXPECT_EQ(asked_[kIssuer + "/.well-known/openid-configuration"], 1);
    away_ = false;
    now_.milliseconds += (limits::kOidcRetrySecondsMin + 1) * 1'000;
    EXPECT_TRUE(provider_->sign_in_url(attempt()));
}

TEST_F(ProviderTest, BelievesNoMetadataThatLeadsElsewhere) {
    const auto usable = [&](const char* name, const json::value& value) {
        const auto kept = metadata_;
        metadata_[name] = value;
        provider_ = make({kIssuer, "taizhang", "", kRedirect});
        const bool good = provider_->sign_in_url(attempt()).has_value();
        metadata_ = kept;
        return good;
    };
    EXPECT_TRUE(usable("code_challenge_methods_supported", json::array{"plain", "S256"}));
    EXPECT_FALSE(usable("code_challenge_methods_supported", json::array{"plain"}));
    EXPECT_FALSE(usable("issuer", json::string(kIssuer + "/")));
    EXPECT_FALSE(usable("token_endpoint", "https://other.example.cn/token"));
    EXPECT_FALSE(usable("token_endpoint", "http://login.example.cn/token"));
    EXPECT_TRUE(usable("token_endpoint", "https://Login.example.cn:443/token"));
    EXPECT_FALSE(usable("token_endpoint", "https://login.example.cn:8443/token"));
    EXPECT_FALSE(usable("jwks_uri", "http://127.0.0.1/keys"));
    EXPECT_FALSE(usable("jwks_uri", "https://login.example.cn@other.example.cn/keys"));
    EXPECT_FALSE(usable("authorization_endpoint", nullptr));
}

TEST_F(ProviderTest, NeedsWholeSettings) {
    EXPECT_EQ(make({"http://login.example.cn", "taizhang", "", kRedirect}), nullptr);
    EXPECT_EQ(make({kIssuer, "", "", kRedirect}), nullptr);
    EXPECT_EQ(make({kIssuer, "taizhang", "", "https://office.example.cn/"}), nullptr);
    EXPECT_EQ(make({kIssuer + "?a=1", "taizhang", "", kRedirect}), nullptr);
}

}  // namespace
}  // namespace taizhang::oidc
