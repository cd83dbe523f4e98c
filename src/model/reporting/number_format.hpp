// SPDX-License-Identifier: Apache-2.0
// How an office writes a number: 6.13万, 35000余, 98%, 两. The printed form must be true: 余 only
// where printed < exact < next step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace taizhang::model {

// An exact number: units × 10^-scale.
struct ExactNumber {
    std::int64_t units = 0;
    int scale = 0;

    bool operator==(const ExactNumber&) const = default;
};

struct NumberFormat {
    enum class Myriad { None, Wan, Yi };

    std::string source = "exact";
    Myriad myriad = Myriad::None;
    int decimals = -1;  // -1: as many as it takes, at most six
    bool approximate = false;
    std::optional<std::int64_t>
        step;  // of approximate, in whole base units; else two leading digits
    bool percent = false;
    bool chinese = false;

    bool operator==(const NumberFormat&) const = default;
};

// The grammar of docs/definition-language.md, "Formats".
Result<NumberFormat> parse_format(std::string_view text);

struct PrintedNumber {
    std::string text;      // 6.13万, without the unit
    std::string rounding;  // Chinese; empty when what is printed is exact
};

// `unit` decides only between 二 and 两.
PrintedNumber print_number(const ExactNumber& number, const NumberFormat& format,
                           std::string_view unit);

// 0–99999999 in Chinese numerals: 二十, 一百零五.
std::string chinese_numeral(std::int64_t number);

}  // namespace taizhang::model
