// SPDX-License-Identifier: Apache-2.0
#include "base/iso_instant.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace taizhang {
namespace {

constexpr std::int64_t kMinuteMilliseconds = 60'000;

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) {
        return std::nullopt;
    }
    int number = 0;
    for (const char digit : text.substr(at, count)) {
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        number = number * 10 + (digit - '0');
    }
    return number;
}

// "08:30", at most 24 hours.
std::optional<int> minutes(std::string_view text) {
    const auto hour = digits(text, 0, 2);
    const auto minute = digits(text, 3, 2);
    if (text.size() != 5 || text[2] != ':' || !hour || !minute || *hour > 23 || *minute > 59) {
        return std::nullopt;
    }
    return *hour * 60 + *minute;
}

// Z, +08:00 or -05:30 as minutes ahead of UTC.
std::optional<int> offset(std::string_view text) {
    if (text == "Z" || text == "z") {
        return 0;
    }
    if (text.empty() || (text.front() != '+' && text.front() != '-')) {
        return std::nullopt;
    }
    const auto ahead = minutes(text.substr(1));
    if (!ahead) {
        return std::nullopt;
    }
    return text.front() == '+' ? *ahead : -*ahead;
}

// ".123", cut off behind the third digit; the offset follows.
std::int64_t take_fraction(std::string_view& text) {
    std::int64_t milliseconds = 0;
    if (!text.starts_with('.')) {
        return milliseconds;
    }
    std::int64_t weight = 100;
    text.remove_prefix(1);
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        milliseconds += weight * (text.front() - '0');
        weight /= 10;
        text.remove_prefix(1);
    }
    return milliseconds;
}

}  // namespace

std::string format_iso_instant(Instant instant) {
    std::int64_t day = instant.milliseconds / kDayMilliseconds;
    std::int64_t rest = instant.milliseconds % kDayMilliseconds;
    if (rest < 0) {
        rest += kDayMilliseconds;
        --day;
    }
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z",
                       format_date(Date{static_cast<std::int32_t>(day)}), rest / 3'600'000,
                       rest / kMinuteMilliseconds % 60, rest / 1'000 % 60, rest % 1'000);
}

Result<Instant> parse_iso_instant(std::string_view text) {
    const auto wrong = [&] {
        return fail_at(
            ErrorCode::InvalidInput,
            SourcePlace{"", "", 0, "", std::string(text), "如 2020-05-31T08:30:00+08:00"},
            "不是时刻", "not an instant of RFC 3339");
    };
    constexpr std::size_t kSecondsEnd = 19;  // 2020-05-31T08:30:05
    const auto date = text.size() > kSecondsEnd ? parse_date(text.substr(0, 10)) : Result<Date>();
    if (text.size() <= kSecondsEnd || !date || (text[10] != 'T' && text[10] != 't')) {
        return wrong();
    }
    const auto minute = minutes(text.substr(11, 5));
    const auto second = digits(text, 17, 2);
    if (!minute || text[16] != ':' || !second || *second > 60) {
        return wrong();
    }
    std::string_view rest = text.substr(kSecondsEnd);
    const std::int64_t fraction = take_fraction(rest);
    const auto ahead = offset(rest);
    if (!ahead) {
        return wrong();
    }
    return Instant{date->days * kDayMilliseconds + (*minute - *ahead) * kMinuteMilliseconds +
                   *second * 1'000 + fraction};
}

}  // namespace taizhang
