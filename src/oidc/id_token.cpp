// SPDX-License-Identifier: Apache-2.0
#include "oidc/id_token.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>

#include "base/limits.hpp"
#include "oidc/json_text.hpp"
#include "oidc/refusal.hpp"

namespace taizhang::oidc {

namespace json = boost::json;

namespace {

// A number of seconds since 1970 that may be written with a fraction; nullopt: none, or no number.
std::optional<std::int64_t> seconds_of(const json::object& claims, std::string_view name) {
    constexpr double kSecondsMax = 1e12;
    const auto* value = claims.if_contains({name.data(), name.size()});
    if (value == nullptr || !value->is_number()) {
        return std::nullopt;
    }
    const auto seconds = value->to_number<double>();
    if (!(std::abs(seconds) < kSecondsMax)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(seconds);
}

Result<void> check_audience(const json::object& claims, const std::string& client_id) {
    const auto* audience = claims.if_contains("aud");
    std::size_t named = 0;
    bool ours = false;
    if (audience != nullptr && audience->is_string()) {
        named = 1;
        ours = text_of(claims, "aud") == client_id;
    } else if (audience != nullptr && audience->is_array()) {
        for (const auto& one : audience->get_array()) {
            const auto* text = one.if_string();
            ++named;
            ours = ours || (text != nullptr && std::string_view(text->data(), text->size()) ==
                                                   std::string_view(client_id));
        }
    }
    if (!ours) {
        return refuse_token("aud");
    }
    // For whom else it is, is not ours to trust: then it must say that it was given to us.
    const bool has_party = claims.contains("azp");
    if ((named > 1 || has_party) && text_of(claims, "azp") != client_id) {
        return refuse_token("azp");
    }
    return {};
}

Result<void> check_times(const json::object& claims, Instant now) {
    const std::int64_t seconds = now.milliseconds / 1'000;
    const std::int64_t apart = limits::kOidcClockSecondsMax;
    const auto expires = seconds_of(claims, "exp");
    if (!expires || *expires + apart <= seconds) {
        return refuse_token("exp");
    }
    const auto issued = seconds_of(claims, "iat");
    if (!issued || *issued > seconds + apart ||
        *issued + limits::kOidcTokenSecondsMax + apart <= seconds) {
        return refuse_token("iat");
    }
    if (claims.contains("nbf")) {
        const auto begins = seconds_of(claims, "nbf");
        if (!begins || *begins > seconds + apart) {
            return refuse_token("nbf");
        }
    }
    return {};
}

bool is_subject(std::string_view text) {
    return !text.empty() && text.size() <= limits::kOidcSubjectCharactersMax &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

}  // namespace

Result<Identity> check_id_token(std::string_view token, const TokenHead& head, const KeySet& keys,
                                const ExpectedToken& expected) {
    const auto text = TZ_TRY(keys.verified(token, head));
    const auto claims = parse_object(text);
    if (!claims) {
        return refuse_token("claims are no object");
    }
    if (text_of(*claims, "iss") != expected.issuer) {
        return refuse_token("iss");
    }
    TZ_TRY(check_audience(*claims, expected.client_id));
    TZ_TRY(check_times(*claims, expected.now));
    if (expected.nonce.empty() || text_of(*claims, "nonce") != expected.nonce) {
        return refuse_token("nonce");
    }
    Identity identity{expected.issuer, text_of(*claims, "sub")};
    if (!is_subject(identity.subject)) {
        return refuse_token("sub");
    }
    return identity;
}

}  // namespace taizhang::oidc
