// SPDX-License-Identifier: Apache-2.0
#include "api/identity/credentials.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::api {
namespace {

constexpr std::string_view kBearer = "Bearer ";

std::string cookie(std::string_view value, std::int64_t seconds, bool encrypted) {
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", kSessionCookie,
                       value, seconds, encrypted ? "; Secure" : "");
}

}  // namespace

std::string_view shown_session(const http::RequestHead& head) {
    std::string_view rest = head.headers.get("Cookie");
    while (!rest.empty()) {
        const auto end = rest.find(';');
        std::string_view one = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
        if (one.starts_with(kSessionCookie) && one.substr(kSessionCookie.size()).starts_with('=')) {
            return one.substr(kSessionCookie.size() + 1);
        }
    }
    return {};
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
    return cookie(secret, limits::kSessionSecondsMax, encrypted);
}

std::string ended_session_cookie(bool encrypted) {
    return cookie("", 0, encrypted);
}

}  // namespace taizhang::api
