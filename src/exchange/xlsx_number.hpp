// SPDX-License-Identifier: Apache-2.0
// Numbers of a workbook as decimal text. A workbook stores binary doubles, so 0.1+0.2 is written
// 0.30000000000000004 and an 18-digit id number as 1.1010119900307E+17; people typed neither.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace taizhang::exchange {

// Value of a decimal text such as -12, 0.5 or 1E-3; nullopt for anything else, also for what no
// double can hold.
std::optional<double> number_value(std::string_view text);

// The file's own digits where they can be what was typed: integers, and decimals of up to 15
// significant digits. Otherwise 15 significant digits, without exponent from 1e-10 to 1e21. nullopt
// when `text` is no number.
std::optional<std::string> plain_number(std::string_view text);

// Optional minus, digits, optional fraction: what an export may write as a number.
bool is_plain_decimal(std::string_view text);

std::size_t significant_digits(std::string_view text);

}  // namespace taizhang::exchange
