// SPDX-License-Identifier: Apache-2.0
#include "sealing/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <charconv>
#include <stdexcept>

namespace taizhang::sealing {

Secret::~Secret() {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

Secret Secret::random() {
    Secret secret;
    if (RAND_priv_bytes(secret.data(), static_cast<int>(kSecretBytes)) != 1) {
        throw std::runtime_error("no random bytes");
    }
    return secret;
}

std::optional<Secret> Secret::from_hex(std::string_view hex) {
    if (hex.size() != 2 * kSecretBytes) {
        return std::nullopt;
    }
    Secret secret;
    for (std::size_t i = 0; i < kSecretBytes; ++i) {
        const char* begin = hex.data() + 2 * i;
        const auto [end, error] = std::from_chars(begin, begin + 2, secret.bytes_[i], 16);
        if (error != std::errc{} || end != begin + 2) {
            return std::nullopt;
        }
    }
    return secret;
}

std::string Secret::hex() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * kSecretBytes);
    for (const std::uint8_t byte : bytes_) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

void wipe(std::string& text) {
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

}  // namespace taizhang::sealing
