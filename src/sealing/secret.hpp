// SPDX-License-Identifier: Apache-2.0
// Bytes that are wiped when they go.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taizhang::sealing {

inline constexpr std::size_t kSecretBytes = 32;

class Secret {
  public:
    Secret() = default;
    ~Secret();
    Secret(const Secret&) = default;
    Secret& operator=(const Secret&) = default;

    static Secret random();  // throws where the system has no random bytes to give
    static std::optional<Secret> from_hex(std::string_view hex);

    std::string hex() const;  // wipe it behind you
    const std::uint8_t* data() const { return bytes_.data(); }
    std::uint8_t* data() { return bytes_.data(); }
    std::string_view view() const {
        return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
    }

  private:
    std::array<std::uint8_t, kSecretBytes> bytes_{};
};

void wipe(std::string& text);

}  // namespace taizhang::sealing
