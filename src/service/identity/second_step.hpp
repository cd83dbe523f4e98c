// SPDX-License-Identifier: Apache-2.0
// The second step of a sign-in: numbers by time (RFC 6238: SHA-1, six digits, 30 seconds), as the
// authenticator programs of phones make them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.hpp"

namespace taizhang::service {

std::string new_second_step();                  // bytes of a secret
std::string to_base32(std::string_view bytes);  // RFC 4648, without padding
std::string second_step_code(std::string_view secret, std::int64_t step);
// otpauth://totp/… for a QR code.
std::string second_step_uri(std::string_view secret, std::string_view account,
                            std::string_view issuer);

// The time step whose number it is: now, or one before or after, and later than `last`.
std::optional<std::int64_t> accepted_step(std::string_view secret, std::string_view code,
                                          Instant now, std::int64_t last);

}  // namespace taizhang::service
