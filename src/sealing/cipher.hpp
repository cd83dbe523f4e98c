// SPDX-License-Identifier: Apache-2.0
// The only place with cryptography for stored values: authenticated encryption and a keyed digest.
// Two suites: AES-256-GCM with HMAC-SHA-256 (NIST SP 800-38D, RFC 2104), and SM4-CTR with HMAC-SM3,
// encrypt-then-MAC (GB/T 32907, GB/T 32905); OpenSSL 3.0 has no SM4-GCM.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "sealing/secret.hpp"

namespace taizhang::sealing {

enum class Suite : std::uint8_t { Aes = 1, Sm = 2 };

std::string_view suite_name(Suite suite);  // aes-256-gcm, sm4-ctr-hmac-sm3
std::optional<Suite> suite_named(std::string_view name);

inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;

// HMAC under one key. Threads may share it.
class Mac {
  public:
    Mac(Suite suite, std::string_view key);
    ~Mac();
    Mac(const Mac&) = default;
    Mac& operator=(const Mac&) = default;

    Digest of(std::string_view bytes) const { return of(bytes, {}); }
    Digest of(std::string_view first, std::string_view second) const;  // of both, one behind other

  private:
    static constexpr std::size_t kBlockBytes = 64;  // of SHA-256 and of SM3

    Suite suite_;
    std::array<char, kBlockBytes> inner_{};
    std::array<char, kBlockBytes> outer_{};
};

// Threads may share it.
class Cipher {
  public:
    Cipher(Suite suite, const Secret& secret);

    // Appends nonce, ciphertext and tag. The nonce is random: see limits::kSealedPerKeyMax.
    void encrypt(std::string& to, std::string_view plain, std::string_view associated) const;
    // Of what encrypt() appended; nothing: it is not of this key, of this place or was altered.
    std::optional<std::string> decrypt(std::string_view sealed, std::string_view associated) const;

  private:
    Suite suite_;
    Secret key_;
    std::optional<Mac> mac_;  // of Suite::Sm
};

bool equal_in_constant_time(std::string_view one, std::string_view other);

}  // namespace taizhang::sealing
