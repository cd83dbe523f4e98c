// SPDX-License-Identifier: Apache-2.0
// Numbers that must be exact. Money is integer fen, decimals are scaled integers; no binary
// fractions anywhere, so that a sum is the same in whatever order its rows are added.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taizhang {

struct Money {
    std::int64_t fen = 0;

    auto operator<=>(const Money&) const = default;
};

struct Decimal {
    std::int64_t units = 0;  // value × 10^scale; the scale is the field's

    auto operator<=>(const Decimal&) const = default;
};

inline constexpr int kMoneyScale = 2;
inline constexpr int kScaleMax = 6;

std::int64_t power_of_ten(int exponent);  // exponent 0..18

// "-1234.50" as units of 10^-scale; digits beyond the scale must be zero. Nothing when the text is
// no plain number, is not exact at this scale or leaves ±10^15 units.
std::optional<std::int64_t> parse_scaled(std::string_view text, int scale);

std::string format_scaled(std::int64_t units, int scale);          // 61300.00
std::string format_scaled_trimmed(std::int64_t units, int scale);  // 61300, 62.5
std::string format_grouped(std::int64_t units, int scale);         // 61,300.00

// Half away from zero (GB/T 8170 rounds half to even only for measurements; money rounds half up).
std::int64_t divide_rounded(std::int64_t numerator, std::int64_t denominator);

}  // namespace taizhang
