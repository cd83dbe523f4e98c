// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace taizhang::exchange {
namespace {

constexpr std::size_t kDoubleDigits = 15;
constexpr std::size_t kNumberBytesMax = 400;
constexpr int kPlainExponentMin = -10;
constexpr int kPlainExponentMax = 20;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view without_spaces(std::string_view text) {
    constexpr std::string_view kSpaces = " \t\r\n";
    const auto first = text.find_first_not_of(kSpaces);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::string_view without_plus(std::string_view text) {
    return text.size() > 1 && text[0] == '+' && text[1] != '-' ? text.substr(1) : text;
}

// `digits` is d.ddd without trailing zeros, meant times ten to the `exponent`.
std::string expanded(bool negative, const std::string& digits, int exponent) {
    std::string text = negative ? "-" : "";
    if (exponent < 0) {
        return text + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    }
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole) {
        return text + digits + std::string(whole - digits.size(), '0');
    }
    return text + digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string rounded_to_double_digits(double value) {
    const auto scientific = fmt::format("{:.14e}", std::fabs(value));
    const auto mark = scientific.find('e');
    std::string digits = scientific.substr(0, mark);
    digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
    digits.erase(std::max<std::size_t>(digits.find_last_not_of('0') + 1, 1));
    const int exponent = std::stoi(scientific.substr(mark + 1));
    const bool negative = value < 0;
    if (exponent >= kPlainExponentMin && exponent <= kPlainExponentMax) {
        return expanded(negative, digits, exponent);
    }
    const auto fraction = digits.size() > 1 ? "." + digits.substr(1) : "";
    return fmt::format("{}{}{}E{}", negative ? "-" : "", digits.substr(0, 1), fraction, exponent);
}

}  // namespace

std::optional<double> number_value(std::string_view text) {
    text = without_plus(without_spaces(text));
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, value);
    if (text.size() > kNumberBytesMax || code != std::errc() || stop != end ||
        !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

bool is_plain_decimal(std::string_view text) {
    if (!text.empty() && text[0] == '-') {
        text.remove_prefix(1);
    }
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    const auto fraction = point == std::string_view::npos ? "0" : text.substr(point + 1);
    return !whole.empty() && !fraction.empty() && std::ranges::all_of(whole, is_digit) &&
           std::ranges::all_of(fraction, is_digit);
}

std::size_t significant_digits(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        if (is_digit(c) && (c != '0' || count > 0)) {
            ++count;
        }
    }
    return count;
}

std::optional<std::string> plain_number(std::string_view text) {
    const auto value = number_value(text);
    if (!value) {
        return std::nullopt;
    }
    const auto digits = without_plus(without_spaces(text));
    const bool whole = digits.find('.') == std::string_view::npos;
    if (is_plain_decimal(digits) && (whole || significant_digits(digits) <= kDoubleDigits)) {
        return std::string(digits);
    }
    return rounded_to_double_digits(*value);
}

}  // namespace taizhang::exchange
