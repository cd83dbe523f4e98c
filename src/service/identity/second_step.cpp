// SPDX-License-Identifier: Apache-2.0
#include "service/identity/second_step.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "base/text.hpp"
#include "service/identity/password.hpp"

namespace taizhang::service {
namespace {

constexpr std::size_t kCodeSecretBytes = 20;  // of SHA-1's own length (RFC 4226, 4)
constexpr std::int64_t kStepMilliseconds = 30'000;
constexpr std::int64_t kStepsAround = 1;  // clocks of phones differ
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

}  // namespace

std::string new_second_step() {
    std::string bytes(kCodeSecretBytes, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string to_base32(std::string_view bytes) {
    std::string text;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char byte : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(byte);
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text += kBase32[(held >> static_cast<unsigned>(bits)) & 31U];
        }
    }
    if (bits > 0) {
        text += kBase32[(held << static_cast<unsigned>(5 - bits)) & 31U];
    }
    return text;
}

std::string second_step_code(std::string_view secret, std::int64_t step) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[counter.size() - 1 - i] = static_cast<unsigned char>(step >> (8 * i));
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned length = 0;
    HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(),
         mac.data(), &length);
    const std::size_t at = mac[length - 1] & 15U;
    const std::uint32_t number = (static_cast<std::uint32_t>(mac[at] & 127U) << 24U) |
                                 (static_cast<std::uint32_t>(mac[at + 1]) << 16U) |
                                 (static_cast<std::uint32_t>(mac[at + 2]) << 8U) | mac[at + 3];
    return fmt::format("{:06}", number % 1'000'000);
}

std::string second_step_uri(std::string_view secret, std::string_view account,
                            std::string_view issuer) {
    return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}", percent_encoded(issuer),
                       percent_encoded(account), to_base32(secret));
}

std::optional<std::int64_t> accepted_step(std::string_view secret, std::string_view code,
                                          Instant now, std::int64_t last) {
    const std::int64_t current = now.milliseconds / kStepMilliseconds;
    std::optional<std::int64_t> accepted;
    for (std::int64_t step = current - kStepsAround; step <= current + kStepsAround; ++step) {
        if (same_secret(second_step_code(secret, step), code) && step > last && !accepted) {
            accepted = step;
        }
    }
    return accepted;
}

}  // namespace taizhang::service
