// SPDX-License-Identifier: Apache-2.0
#include "base/money.hpp"

#include <cassert>

namespace taizhang {
namespace {

constexpr std::int64_t kUnitsMax = 1'000'000'000'000'000;  // 10^15

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::int64_t power_of_ten(int exponent) {
    assert(exponent >= 0 && exponent <= 18);
    std::int64_t value = 1;
    for (int i = 0; i < exponent; ++i) {
        value *= 10;
    }
    return value;
}

std::optional<std::int64_t> parse_scaled(std::string_view text, int scale) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    std::int64_t units = 0;
    int decimals = -1;  // digits seen after the point, -1 before it
    bool any_digit = false;
    for (const char c : text) {
        if (c == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (!is_digit(c)) {
            return std::nullopt;
        }
        any_digit = true;
        if (decimals >= scale) {
            if (c != '0') {
                return std::nullopt;
            }
            continue;
        }
        units = units * 10 + (c - '0');
        decimals += decimals >= 0 ? 1 : 0;
        if (units > kUnitsMax) {
            return std::nullopt;
        }
    }
    for (int i = decimals < 0 ? 0 : decimals; i < scale; ++i) {
        units *= 10;
        if (units > kUnitsMax) {
            return std::nullopt;
        }
    }
    if (!any_digit) {
        return std::nullopt;
    }
    return negative ? -units : units;
}

std::string format_scaled(std::int64_t units, int scale) {
    const bool negative = units < 0;
    std::string digits = std::to_string(units);
    if (negative) {
        digits.erase(0, 1);
    }
    const auto width = static_cast<std::size_t>(scale);
    if (digits.size() <= width) {
        digits.insert(0, width + 1 - digits.size(), '0');
    }
    if (scale > 0) {
        digits.insert(digits.size() - width, 1, '.');
    }
    digits.insert(0, negative ? 1 : 0, '-');
    return digits;
}

std::string format_scaled_trimmed(std::int64_t units, int scale) {
    std::string text = format_scaled(units, scale);
    if (scale > 0) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) {
            text.pop_back();
        }
    }
    return text;
}

std::string format_grouped(std::int64_t units, int scale) {
    std::string text = format_scaled(units, scale);
    const std::size_t point =
        scale > 0 ? text.size() - static_cast<std::size_t>(scale) - 1 : text.size();
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    for (std::size_t at = point; at > first + 3;) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

std::int64_t divide_rounded(std::int64_t numerator, std::int64_t denominator) {
    assert(denominator != 0);
    const bool negative = (numerator < 0) != (denominator < 0);
    // 128 bits: the callers scale numerators of up to 10^15 by up to 10^6.
    __extension__ using Wide = __int128;
    const Wide top = numerator < 0 ? -Wide{numerator} : Wide{numerator};
    const Wide bottom = denominator < 0 ? -Wide{denominator} : Wide{denominator};
    const auto quotient = static_cast<std::int64_t>((top * 2 + bottom) / (bottom * 2));
    return negative ? -quotient : quotient;
}

}  // namespace taizhang
