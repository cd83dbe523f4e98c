// SPDX-License-Identifier: Apache-2.0
// What a request shows of who sends it, and what a browser is given to show.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace taizhang::api {

inline constexpr std::string_view kSessionCookie = "tz_session";
inline constexpr std::string_view kCsrfHeader = "X-CSRF-Token";

// Empty for none.
std::string_view shown_session(const http::RequestHead& head);
std::string_view shown_token(const http::RequestHead& head);

// Behind a proxy: what the nearest proxy says, which is the last in X-Forwarded-For.
std::string address_of(const http::RequestHead& head, bool behind_proxy);
// Whether the browser speaks TLS, to us or to the proxy.
bool is_encrypted(const http::RequestHead& head, bool behind_proxy);

// Of somebody on his way to the provider of identities and back. Browsers send it with him when he
// comes from there, unlike that of a session.
std::string_view shown_attempt(const http::RequestHead& head, bool encrypted);
std::string attempt_cookie(std::string_view attempt, bool encrypted);
std::string ended_attempt_cookie(bool encrypted);

std::string session_cookie(std::string_view secret, bool encrypted);
std::string ended_session_cookie(bool encrypted);

}  // namespace taizhang::api
