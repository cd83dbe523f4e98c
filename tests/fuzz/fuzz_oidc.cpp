// SPDX-License-Identifier: Apache-2.0
// The input is what a provider of identities answers: its keys, what it says of itself and a token,
// a line each. Whoever is let in has a name that fits, and nobody is by a token without a
// signature.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "oidc/attempt.hpp"
#include "oidc/id_token.hpp"
#include "oidc/metadata.hpp"
#include "oidc/web_address.hpp"

namespace {

using namespace taizhang;

constexpr const char* kIssuer = "https://login.example.cn";

void promise(bool kept, const char* what) {
    if (!kept) {
        std::fprintf(stderr, "broken: %s\n", what);
        std::abort();
    }
}

std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    const auto line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return line;
}

void check_token(std::string_view keys, std::string_view token) {
    const auto set = oidc::KeySet::parse(keys);
    const auto head = oidc::read_token_head(token);
    if (!set || !head) {
        return;
    }
    // The moment of the seeds.
    const auto identity = oidc::check_id_token(
        token, *head, *set, {kIssuer, "taizhang", "n", Instant{1'590'883'200'000}});
    if (identity) {
        promise(!identity->subject.empty() && identity->issuer == kIssuer, "somebody is let in");
        promise(!token.ends_with('.') && set->has(*head), "by a signature");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const auto keys = take_line(rest);
    const auto metadata = take_line(rest);
    if (const auto read = oidc::read_metadata(metadata, kIssuer)) {
        const auto endpoint = oidc::parse_web_address(read->token_endpoint);
        promise(endpoint && endpoint->scheme == "https" && endpoint->host == "login.example.cn",
                "the secret goes to the issuer");
    }
    check_token(keys, rest);
    if (const auto attempt = oidc::Attempt::from_cookie(rest, Instant{1'590'883'200'000})) {
        promise(attempt->to().starts_with('/') && !attempt->to().starts_with("//"), "home");
    }
    return 0;
}
