// SPDX-License-Identifier: Apache-2.0
// One cell of a record.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "base/calendar.hpp"
#include "base/money.hpp"

namespace taizhang::model {

// Empty, then by field type: boolean → bool; integer → int64; area, unit, reference → int64 (the
// id); money → Money; decimal → Decimal (units of the field's scale); date → Date; datetime →
// Instant; every other type → string (choice: its code; multi_choice: codes joined by commas in the
// definition's order; point: "lon,lat"; attachment: ids joined by commas).
using Value =
    std::variant<std::monostate, bool, std::int64_t, Money, Decimal, Date, Instant, std::string>;

inline bool is_missing(const Value& value) {
    return std::holds_alternative<std::monostate>(value);
}

}  // namespace taizhang::model
