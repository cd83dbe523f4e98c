// SPDX-License-Identifier: Apache-2.0
#include "oidc/provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/base64.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "oidc/json_text.hpp"
#include "oidc/web_address.hpp"

namespace taizhang::oidc {
namespace {

tl::unexpected<Error> refuse_sign_in(std::string why) {
    return fail(ErrorCode::Forbidden, "登录没有成功，请重新登录", std::move(why));
}

tl::unexpected<Error> not_from_there(std::string why) {
    return fail(ErrorCode::Conflict, "登录没有完成，请重新登录", std::move(why));
}

tl::unexpected<Error> away(std::string why) {
    return fail(ErrorCode::Busy, "登录服务器暂时不能用，请稍后再试", std::move(why));
}

tl::unexpected<Error> missing(const char* option, std::string value, const char* expected) {
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, option, std::move(value), expected},
                   "统一登录的设置不全或不对", "oidc setting");
}

// RFC 6749, 2.3.1: each encoded as in a form, then together in base64 with its padding.
std::string basic(const Settings& settings) {
    constexpr std::size_t kGroup = 4;
    std::string text = to_base64url(percent_encoded(settings.client_id) + ":" +
                                    percent_encoded(settings.client_secret));
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    while (text.size() % kGroup != 0) {
        text += '=';
    }
    return "Basic " + text;
}

using Form = std::vector<std::pair<std::string_view, std::string_view>>;

std::string encoded(const Form& form) {
    std::vector<std::string> parts;
    for (const auto& [name, value] : form) {
        parts.push_back(fmt::format("{}={}", name, percent_encoded(value)));
    }
    return join(parts, "&");
}

}  // namespace

Provider::Provider(Settings settings, Fetch fetch, Clock clock)
    : settings_(std::move(settings)),
      fetch_(std::move(fetch)),
      clock_(std::move(clock)),
      refetches_({limits::kOidcRefetchesPerSecond, limits::kOidcRefetchBurst}) {}

Result<std::unique_ptr<Provider>> Provider::create(Settings settings, Fetch fetch, Clock clock) {
    const auto issuer = parse_web_address(settings.issuer);
    if (!issuer || settings.issuer.size() > limits::kOidcIssuerCharactersMax ||
        settings.issuer.find('?') != std::string::npos) {
        return missing("--oidc-issuer", settings.issuer, "https://登录服务器");
    }
    if (settings.client_id.empty() || settings.client_id.size() > limits::kOidcTextBytesMax) {
        return missing("--oidc-client-id", settings.client_id, "在登录服务器上登记的客户端");
    }
    const auto redirect = parse_web_address(settings.redirect);
    if (!redirect || !redirect->path.ends_with("/api/v1/session/oidc/callback")) {
        return missing("--oidc-redirect", settings.redirect,
                       "https://本系统/api/v1/session/oidc/callback");
    }
    load_signatures();
    return std::unique_ptr<Provider>(
        new Provider(std::move(settings), std::move(fetch), std::move(clock)));
}

bool Provider::is_older(Instant moment, std::int64_t seconds) const {
    return clock_().milliseconds - moment.milliseconds > seconds * 1'000;
}

Result<http::OutboundAnswer> Provider::ask(const http::OutboundRequest& request) const {
    auto answer = fetch_(request);
    if (!answer) {
        return away(answer.error().log);
    }
    if (answer->status >= 500) {
        return away(fmt::format("{} answers {}", request.url, answer->status));
    }
    return answer;
}

Result<std::string> Provider::get(const std::string& url) const {
    auto answer = TZ_TRY(ask({url, "", ""}));
    if (answer.status != 200) {
        return away(fmt::format("{} answers {}", url, answer.status));
    }
    return std::move(answer.body);
}

Result<std::shared_ptr<const Metadata>> Provider::metadata() {
    const std::lock_guard lock(mutex_);
    const auto& kept = metadata_;
    if (kept.value && !is_older(kept.fetched, limits::kOidcMetadataSecondsMax)) {
        return kept.value;
    }
    // While it is away, not everybody who wants to sign in waits for it anew.
    if (!kept.value && kept.fetched.milliseconds != 0 &&
        !is_older(kept.fetched, limits::kOidcRetrySecondsMin)) {
        return away("provider was away");
    }
    metadata_.value.reset();
    metadata_.fetched = clock_();
    const auto text = TZ_TRY(get(metadata_address(settings_.issuer)));
    metadata_.value =
        std::make_shared<const Metadata>(TZ_TRY(read_metadata(text, settings_.issuer)));
    return metadata_.value;
}

bool Provider::may_refetch() {
    using Buckets = http::TokenBuckets::Clock;
    const Buckets::time_point now{std::chrono::milliseconds(clock_().milliseconds)};
    return !refetches_.take("keys", now);
}

// Keys change: one that is not known yet is a reason to ask again.
Result<std::shared_ptr<const KeySet>> Provider::keys(const Metadata& metadata,
                                                     const TokenHead& head) {
    const std::lock_guard lock(mutex_);
    const bool fresh = keys_.value && !is_older(keys_.fetched, limits::kOidcMetadataSecondsMax);
    if (fresh && (keys_.value->has(head) || !may_refetch())) {
        return keys_.value;
    }
    if (!keys_.value && keys_.fetched.milliseconds != 0 &&
        !is_older(keys_.fetched, limits::kOidcRetrySecondsMin)) {
        return away("keys were away");
    }
    if (!fresh) {
        keys_.value.reset();  // one that was taken back is not trusted for ever
    }
    keys_.fetched = clock_();
    const auto text = TZ_TRY(get(metadata.keys_endpoint));
    keys_.value = std::make_shared<const KeySet>(TZ_TRY(KeySet::parse(text)));
    return keys_.value;
}

Result<std::string> Provider::sign_in_url(const Attempt& attempt) {
    const auto known = TZ_TRY(metadata());
    const std::string state = attempt.state();
    const std::string nonce = attempt.nonce();
    const std::string challenge = attempt.challenge();
    const std::string& endpoint = known->authorization_endpoint;
    return endpoint + (endpoint.find('?') == std::string::npos ? "?" : "&") +
           encoded({{"response_type", "code"},
                    {"scope", "openid"},
                    {"client_id", settings_.client_id},
                    {"redirect_uri", settings_.redirect},
                    {"state", state},
                    {"nonce", nonce},
                    {"code_challenge", challenge},
                    {"code_challenge_method", "S256"}});
}

Result<std::string> Provider::exchange(const Metadata& metadata, const Attempt& attempt,
                                       const std::string& code) const {
    const std::string verifier = attempt.verifier();
    Form form{{"grant_type", "authorization_code"},
              {"code", code},
              {"redirect_uri", settings_.redirect},
              {"code_verifier", verifier}};
    http::OutboundRequest request{metadata.token_endpoint, "", ""};
    if (!settings_.client_secret.empty() &&
        metadata.authentication == ClientAuthentication::Basic) {
        request.authorization = basic(settings_);
    } else {
        form.emplace_back("client_id", settings_.client_id);
        if (!settings_.client_secret.empty()) {
            form.emplace_back("client_secret", settings_.client_secret);
        }
    }
    request.form = encoded(form);
    const auto answer = TZ_TRY(ask(request));
    const auto document = parse_object(answer.body);
    if (answer.status != 200 || !document) {
        return refuse_sign_in(fmt::format(
            "code refused with {} {}", answer.status,
            document ? first_characters(text_of(*document, "error"), 60) : std::string()));
    }
    return text_of(*document, "id_token");
}

Result<Identity> Provider::finish(const Attempt& attempt, const Callback& callback) {
    if (callback.state != attempt.state()) {
        return not_from_there("state");
    }
    const auto known = TZ_TRY(metadata());
    if (callback.issuer.empty() ? known->names_itself : callback.issuer != settings_.issuer) {
        return not_from_there("iss of the callback");
    }
    if (!callback.error.empty()) {
        return not_from_there("provider says " + first_characters(callback.error, 60));
    }
    if (callback.code.empty() || callback.code.size() > limits::kOidcTextBytesMax) {
        return not_from_there("no code");
    }
    const auto token = TZ_TRY(exchange(*known, attempt, callback.code));
    const auto head = TZ_TRY(read_token_head(token));
    const auto key_set = TZ_TRY(keys(*known, head));
    return check_id_token(token, head, *key_set,
                          {settings_.issuer, settings_.client_id, attempt.nonce(), clock_()});
}

}  // namespace taizhang::oidc
