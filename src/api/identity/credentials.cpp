// SPDX-License-Identifier: Apache-2.0
#include "api/identity/credentials.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::api {
namespace {

constexpr std::string_view kBearer = "Bearer ";

// With this name no other host of the domain can have set it, so that nobody is signed in as
// another by a cookie that was put there; browsers take it over TLS alone.
constexpr std::string_view kAttemptCookie = "tz_oidc";
constexpr std::string_view kAttemptCookieEncrypted = "__Host-tz_oidc";

std::string_view attempt_name(bool encrypted) {
    return encrypted ? kAttemptCookieEncrypted : kAttemptCookie;
}

std::string cookie(std::string_view name, std::string_view value, std::string_view same_site,
                   std::int64_t seconds, bool encrypted) {
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite={}; Max-Age={}{}", name, value, same_site,
                       seconds, encrypted ? "; Secure" : "");
}

std::string_view shown_cookie(const http::RequestHead& head, std::string_view name) {
    std::string_view rest = head.headers.get("Cookie");
    while (!rest.empty()) {
        const auto end = rest.find(';');
        std::string_view one = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
        if (one.starts_with(name) && one.substr(name.size()).starts_with('=')) {
            return one.substr(name.size() + 1);
        }
    }
    return {};
}

}  // namespace

std::string_view shown_session(const http::RequestHead& head) {
    return shown_cookie(head, kSessionCookie);
}

std::string_view shown_attempt(const http::RequestHead& head, bool encrypted) {
    return shown_cookie(head, attempt_name(encrypted));
}

std::string attempt_cookie(std::string_view attempt, bool encrypted) {
    return cookie(attempt_name(encrypted), attempt, "Lax", limits::kOidcAttemptSecondsMax,
                  encrypted);
}

std::string ended_attempt_cookie(bool encrypted) {
    return cookie(attempt_name(encrypted), "", "Lax", 0, encrypted);
}

std::string_view shown_token(const http::RequestHead& head) {
    const auto shown = head.headers.get("Authorization");
    return shown.starts_with(kBearer) ? shown.substr(kBearer.size()) : std::string_view();
}

std::string address_of(const http::RequestHead& head, bool behind_proxy) {
    const auto forwarded = head.headers.get("X-Forwarded-For");
    if (!behind_proxy || forwarded.empty()) {
        return head.peer;
    }
    constexpr std::size_t kAddressCharactersMax = 45;  // of IPv6 with an IPv4 inside
    const auto comma = forwarded.rfind(',');
    return first_characters(
        trimmed(comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1)),
        kAddressCharactersMax);
}

bool is_encrypted(const http::RequestHead& head, bool behind_proxy) {
    return head.encrypted ||
           (behind_proxy && head.headers.get("X-Forwarded-Proto") == std::string_view("https"));
}

std::string session_cookie(std::string_view secret, bool encrypted) {
    return cookie(kSessionCookie, secret, "Strict", limits::kSessionSecondsMax, encrypted);
}

std::string ended_session_cookie(bool encrypted) {
    return cookie(kSessionCookie, "", "Strict", 0, encrypted);
}

}  // namespace taizhang::api
