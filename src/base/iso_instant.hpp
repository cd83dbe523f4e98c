// SPDX-License-Identifier: Apache-2.0
// Instants as programs exchange them (RFC 3339).
#pragma once

#include <string>
#include <string_view>

#include "base/calendar.hpp"

namespace taizhang {

std::string format_iso_instant(Instant instant);  // 2020-05-31T00:30:05.123Z
// With Z or an offset such as +08:00; fractions beyond the millisecond are cut off.
Result<Instant> parse_iso_instant(std::string_view text);

}  // namespace taizhang
