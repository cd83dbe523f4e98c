// SPDX-License-Identifier: Apache-2.0
#include "model/reporting/number_format.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/money.hpp"
#include "base/text.hpp"

namespace taizhang::model {
namespace {

constexpr std::int64_t kWan = 10'000;
constexpr std::int64_t kYi = 100'000'000;
constexpr std::int64_t kChineseNumeralMax = 99'999'999;

tl::unexpected<Error> refuse(std::string_view word) {
    return fail_at(
        ErrorCode::InvalidInput,
        SourcePlace{"", "", 0, "", std::string(word),
                    "exact、wan(2)、yi(2)、approx、approx(1000)、percent(1)、decimals(1)、"
                    "chinese，可用空格相连"},
        fmt::format("看不懂的数字格式“{}”", word), "bad number format");
}

// "wan(2)" → {"wan", 2}; "wan" → {"wan", nothing}.
struct Word {
    std::string name;
    std::optional<std::int64_t> argument;
};

std::optional<Word> parse_word(const std::string& text) {
    const auto open = text.find('(');
    if (open == std::string::npos) {
        return Word{text, std::nullopt};
    }
    if (!text.ends_with(')')) {
        return std::nullopt;
    }
    std::int64_t argument = 0;
    const char* begin = text.data() + open + 1;
    const char* end = text.data() + text.size() - 1;
    const auto [stop, error] = std::from_chars(begin, end, argument);
    if (error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return Word{text.substr(0, open), argument};
}

bool apply_decimals(const Word& word, NumberFormat& format) {
    if (!word.argument) {
        return word.name != "decimals";
    }
    format.decimals = static_cast<int>(*word.argument);
    return *word.argument >= 0 && *word.argument <= kScaleMax;
}

bool apply(const Word& word, NumberFormat& format) {
    if (word.name == "exact" && !word.argument) {
        return true;
    }
    if (word.name == "approx") {
        format.approximate = true;
        format.step = word.argument;
        return !word.argument || (*word.argument > 0 && *word.argument <= kYi);
    }
    if (word.name == "chinese" && !word.argument) {
        format.chinese = true;
        return true;
    }
    if (word.name == "wan" || word.name == "yi") {
        format.myriad = word.name == "wan" ? NumberFormat::Myriad::Wan : NumberFormat::Myriad::Yi;
        return apply_decimals(word, format);
    }
    if (word.name == "percent") {
        format.percent = true;
        return apply_decimals(word, format);
    }
    return word.name == "decimals" && apply_decimals(word, format);
}

std::int64_t two_leading_digits_step(std::int64_t whole) {
    std::int64_t step = 1;
    while (whole / step >= 100) {
        step *= 10;
    }
    return step;
}

struct Approximation {
    ExactNumber number;
    bool more = false;  // exact > printed
};

Approximation approximate(const ExactNumber& number, const NumberFormat& format) {
    const std::int64_t one = power_of_ten(number.scale);
    const std::int64_t step =
        format.step ? *format.step : two_leading_digits_step(number.units / one);
    const std::int64_t step_units = step * one;
    const std::int64_t floor = number.units / step_units * step_units;
    // Below the first step and for negatives there is nothing true to round down to.
    if (number.units <= 0 || floor == 0) {
        return {number, false};
    }
    return {ExactNumber{floor, number.scale}, floor != number.units};
}

ExactNumber rounded(const ExactNumber& number, int decimals, bool& exact) {
    if (decimals >= number.scale) {
        return number;
    }
    const std::int64_t divisor = power_of_ten(number.scale - decimals);
    exact = number.units % divisor == 0;
    return ExactNumber{divide_rounded(number.units, divisor), decimals};
}

// 万 and 亿 are a longer scale: 61300 → 6.1300 at scale 4. At most 18 digits are kept.
ExactNumber scaled_down(const ExactNumber& number, NumberFormat::Myriad myriad) {
    const int digits = myriad == NumberFormat::Myriad::Wan ? 4 : 8;
    return ExactNumber{number.units, number.scale + digits};
}

bool reaches(const ExactNumber& number, NumberFormat::Myriad myriad) {
    const std::int64_t least = myriad == NumberFormat::Myriad::Wan ? kWan : kYi;
    const std::int64_t whole = number.units / power_of_ten(number.scale);
    return whole >= least || whole <= -least;
}

std::string group_numeral(std::int64_t number, bool leading) {
    static constexpr std::string_view kDigits[] = {"零", "一", "二", "三", "四",
                                                   "五", "六", "七", "八", "九"};
    static constexpr std::string_view kPlaces[] = {"千", "百", "十", ""};
    std::string text;
    bool zero = false;
    std::int64_t divisor = 1000;
    for (const auto place : kPlaces) {
        const std::int64_t digit = number / divisor % 10;
        divisor /= 10;
        if (digit == 0) {
            zero = true;
            continue;
        }
        if (zero && !(leading && text.empty())) {
            text += "零";
        }
        zero = false;
        const bool bare_ten = leading && text.empty() && digit == 1 && place == "十";
        text += bare_ten ? "" : kDigits[digit];
        text += place;
    }
    return text;
}

std::string print_chinese(std::int64_t number, std::string_view unit) {
    return number == 2 && !unit.empty() && unit != "%" ? "两" : chinese_numeral(number);
}

}  // namespace

Result<NumberFormat> parse_format(std::string_view text) {
    NumberFormat format;
    format.source = trimmed(text);
    for (const auto& part : split(format.source, " ")) {
        if (part.empty()) {
            continue;
        }
        const auto word = parse_word(part);
        if (!word || !apply(*word, format)) {
            return refuse(part);
        }
    }
    return format;
}

PrintedNumber print_number(const ExactNumber& number, const NumberFormat& format,
                           std::string_view unit) {
    const std::int64_t one = power_of_ten(number.scale);
    if (format.chinese && number.units % one == 0 && number.units >= 0 &&
        number.units / one <= kChineseNumeralMax) {
        return {print_chinese(number.units / one, unit), ""};
    }
    ExactNumber shown = number;
    PrintedNumber printed;
    bool more = false;
    if (format.approximate) {
        const Approximation approximation = approximate(number, format);
        shown = approximation.number;
        more = approximation.more;
    }
    const bool myriad =
        format.myriad != NumberFormat::Myriad::None && reaches(shown, format.myriad);
    if (myriad) {
        shown = scaled_down(shown, format.myriad);
    }
    bool exact = true;
    const ExactNumber unrounded = shown;
    const int decimals = format.decimals < 0 ? kScaleMax : format.decimals;
    shown = rounded(shown, decimals, exact);
    if (format.approximate && !exact) {
        // 余 promises more than is printed, so what is printed may only be cut off.
        const std::int64_t cut = unrounded.units / power_of_ten(unrounded.scale - shown.scale);
        more = cut > 0;
        shown.units = more ? cut : shown.units;
    }
    printed.text = format_scaled_trimmed(shown.units, shown.scale);
    if (myriad) {
        printed.text += format.myriad == NumberFormat::Myriad::Wan ? "万" : "亿";
    }
    if (more) {
        printed.text += "余";
        printed.rounding = "余：实际大于所写，未到下一档";
    } else if (!exact) {
        printed.rounding = fmt::format("四舍五入到 {} 位小数", decimals);
    }
    return printed;
}

std::string chinese_numeral(std::int64_t number) {
    if (number == 0) {
        return "零";
    }
    const std::int64_t high = number / kWan;
    const std::int64_t low = number % kWan;
    if (high == 0) {
        return group_numeral(low, true);
    }
    std::string text = group_numeral(high, true) + "万";
    if (low != 0) {
        text += group_numeral(low, false);
    }
    return text;
}

}  // namespace taizhang::model
