// SPDX-License-Identifier: Apache-2.0
#include "api/web_pages.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace taizhang::api {
namespace {

// Everything from this server; no script or style but from files. data: and blob: are pictures that
// the page itself has just made, of a file that is about to be sent.
constexpr const char* kPagePolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
constexpr const char* kPermissions = "camera=(self), geolocation=(self), microphone=(), payment=()";

bool wants_page(const http::RequestHead& head) {
    return head.headers.get("Accept").find("text/html") != std::string_view::npos;
}

}  // namespace

WebPages::WebPages(const std::vector<http::Asset>& assets) : files_(assets) {
    for (const auto& asset : assets) {
        names_.push_back(asset.name);
    }
}

std::optional<std::vector<std::string>> WebPages::file_of(const http::RequestHead& head) const {
    const auto& segments = head.target.segments;
    const bool reads = head.method == http::Method::Get || head.method == http::Method::Head;
    if (!reads || names_.empty() || (!segments.empty() && segments.front() == "api")) {
        return std::nullopt;
    }
    const auto name = fmt::format("{}", fmt::join(segments, "/"));
    if (!name.empty() && std::find(names_.begin(), names_.end(), name) != names_.end()) {
        return segments;
    }
    if (!segments.empty() && !wants_page(head)) {
        return std::nullopt;
    }
    const bool phone = !segments.empty() && segments.front() == "m";
    return std::vector<std::string>{phone ? "phone.html" : "index.html"};
}

bool WebPages::serves(const http::RequestHead& head) const {
    return file_of(head).has_value();
}

std::optional<http::Response> WebPages::find(const http::RequestHead& head) {
    const auto file = file_of(head);
    auto response = file ? files_.find(head, *file) : std::nullopt;
    if (response) {
        response->headers.set("Content-Security-Policy", kPagePolicy);
        response->headers.set("Permissions-Policy", kPermissions);
        response->headers.set("Cross-Origin-Opener-Policy", "same-origin");
        response->headers.set("X-Content-Type-Options", "nosniff");
        response->headers.set("Referrer-Policy", "same-origin");
    }
    return response;
}

}  // namespace taizhang::api
