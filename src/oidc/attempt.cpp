// SPDX-License-Identifier: Apache-2.0
#include "oidc/attempt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::oidc {
namespace {

constexpr std::size_t kSecretCharactersMin = 43;  // 32 bytes
constexpr std::size_t kPathCharactersMax = 300;

std::string digest_text(std::string_view text) {
    const Digest digest = sha256(text);
    return to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

// A path of this server and no other's: "//host" and "/\host" are addresses to browsers.
bool is_own_path(std::string_view to) {
    return to.starts_with('/') && to.size() <= kPathCharactersMax &&
           (to.size() == 1 || to[1] != '/') && std::all_of(to.begin(), to.end(), [](char c) {
               return c > ' ' && c < '\x7f' && c != '\\';
           });
}

tl::unexpected<Error> unusable() {
    return fail(ErrorCode::Conflict, "登录没有完成，或隔得太久，请重新登录", "no such attempt");
}

}  // namespace

Result<Attempt> Attempt::begin(std::string_view secret, std::string_view to, Instant now) {
    if (!is_own_path(to)) {
        return fail_at(
            ErrorCode::InvalidInput,
            SourcePlace{"", "", 0, "?to", std::string(to), "本系统里的路径，如 /ledgers"},
            "登录后只能回到本系统", "not a path of this server");
    }
    return Attempt(fmt::format("{}.{}.{}", now.milliseconds, secret, to_base64url(to)),
                   std::string(to));
}

Result<Attempt> Attempt::from_cookie(std::string_view cookie, Instant now) {
    if (cookie.size() > limits::kOidcTextBytesMax) {
        return unusable();
    }
    const auto parts = split(cookie, ".");
    if (parts.size() != 3 || parts[1].size() < kSecretCharactersMin) {
        return unusable();
    }
    Instant begun;
    const char* end = parts[0].data() + parts[0].size();
    const auto [read, error] = std::from_chars(parts[0].data(), end, begun.milliseconds);
    const auto to = from_base64url(parts[2]);
    const std::int64_t age = begun.milliseconds < 0 ? -1 : now.milliseconds - begun.milliseconds;
    if (error != std::errc{} || read != end || age < 0 ||
        age > limits::kOidcAttemptSecondsMax * 1'000 || !to || !is_own_path(*to)) {
        return unusable();
    }
    return Attempt(std::string(cookie), *to);
}

std::string Attempt::derived(std::string_view purpose) const {
    return digest_text(fmt::format("taizhang oidc {}:{}", purpose, cookie_));
}

std::string Attempt::challenge() const {
    return digest_text(verifier());
}

}  // namespace taizhang::oidc
