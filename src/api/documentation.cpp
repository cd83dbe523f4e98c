// SPDX-License-Identifier: Apache-2.0
#include "api/documentation.hpp"

#include <algorithm>

namespace taizhang::api {
namespace {

// Scripts, styles and requests of this server alone; pictures also from within the style sheet.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// What follows /api/docs; nullopt for any other path.
std::optional<std::vector<std::string>> rest_of(const std::vector<std::string>& segments) {
    if (segments.size() < 2 || segments[0] != "api" || segments[1] != "docs") {
        return std::nullopt;
    }
    return std::vector<std::string>(segments.begin() + 2, segments.end());
}

}  // namespace

Documentation::Documentation(const std::vector<http::Asset>& assets) : files_(assets) {
    for (const auto& asset : assets) {
        names_.push_back(asset.name);
    }
}

bool Documentation::serves(const http::RequestHead& head) const {
    const auto rest = rest_of(head.target.segments);
    const bool reads = head.method == http::Method::Get || head.method == http::Method::Head;
    if (!rest || !reads || names_.empty()) {
        return false;
    }
    return rest->empty() || (rest->size() == 1 && std::find(names_.begin(), names_.end(),
                                                            rest->front()) != names_.end());
}

std::optional<http::Response> Documentation::find(const http::RequestHead& head) {
    if (!serves(head)) {
        return std::nullopt;
    }
    // Beside an address that ends in a slash, what the page asks for would not be found.
    if (rest_of(head.target.segments)->empty() && head.raw_target.starts_with("/api/docs/")) {
        http::Response elsewhere;
        elsewhere.status = 308;
        elsewhere.headers.set("Location", "../docs");
        return elsewhere;
    }
    auto response = files_.find(head, *rest_of(head.target.segments));
    if (response) {
        response->headers.set("Content-Security-Policy", kPolicy);
        response->headers.set("X-Content-Type-Options", "nosniff");
        response->headers.set("Referrer-Policy", "no-referrer");
    }
    return response;
}

}  // namespace taizhang::api
