// SPDX-License-Identifier: Apache-2.0
#include "service/identity/password.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <new>
#include <set>
#include <stdexcept>

#include "base/base64.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace taizhang::service {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kRandomPasswordCharacters = 16;
constexpr std::string_view kReadable = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
// OWASP's least for argon2id is 19 MiB and two passes.
constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemoryBytes = 32U << 20U;

void start_sodium() {
    static const int kStarted = sodium_init();
    if (kStarted < 0) {
        throw std::runtime_error("libsodium does not start");
    }
}

}  // namespace

std::string hash_password(std::string_view password) {
    start_sodium();
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), kPasses, kMemoryBytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc();
    }
    return text.data();
}

bool matches_password(const std::string& hash, std::string_view password) {
    start_sodium();
    static const std::string kNobodys = hash_password(random_secret());
    const std::string& compared = hash.empty() ? kNobodys : hash;
    const bool same =
        crypto_pwhash_str_verify(compared.c_str(), password.data(), password.size()) == 0;
    return same && !hash.empty();
}

std::string random_password() {
    start_sodium();
    std::string text;
    while (text.size() < kRandomPasswordCharacters) {
        text += kReadable[randombytes_uniform(static_cast<std::uint32_t>(kReadable.size()))];
    }
    return text;
}

std::string random_secret() {
    start_sodium();
    std::string bytes(kSecretBytes, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return to_base64url(bytes);
}

Digest secret_digest(std::string_view secret) {
    return sha256(secret);
}

std::string csrf_token(std::string_view secret) {
    const Digest digest = sha256("csrf:" + std::string(secret));
    return to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

bool same_secret(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

Result<void> check_password(std::string_view password, std::string_view account_name) {
    const auto refuse = [](std::string why) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "/password", "",
                                   fmt::format("{} 到 {} 个字符，不同的字符至少 5 个",
                                               limits::kPasswordCharactersMin,
                                               limits::kPasswordCharactersMax)},
                       std::move(why), "weak password");
    };
    const auto length = character_count(password);
    if (length < limits::kPasswordCharactersMin || length > limits::kPasswordCharactersMax) {
        return refuse("密码太短或太长");
    }
    if (std::set<char>(password.begin(), password.end()).size() < 5) {
        return refuse("密码里重复的字符太多");
    }
    if (!account_name.empty() && password.find(account_name) != std::string_view::npos) {
        return refuse("密码里不能有账号名");
    }
    return {};
}

}  // namespace taizhang::service
