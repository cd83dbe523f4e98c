// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/calendar.hpp"

namespace taizhang::exchange {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kSerialAfterLastDay = 2'958'466;  // 10000-01-01 in the 1900 system
constexpr std::int64_t kMissingDay = 60;
constexpr std::int64_t kSystemsDiffer = 1'462;  // days from the one epoch to the other
constexpr auto kEpoch = sys_days(std::chrono::year(1899) / 12 / 30);

// What the letters of a format code mean, outside quotes and brackets.
struct FormatLetters {
    bool day = false;
    bool time = false;
    bool month_or_minute = false;
    bool elapsed = false;
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_elapsed(std::string_view bracketed) {
    return !bracketed.empty() && std::ranges::all_of(bracketed, [](char c) {
        return lower(c) == 'h' || lower(c) == 'm' || lower(c) == 's';
    });
}

void note_letter(FormatLetters& letters, std::string_view code, std::size_t at) {
    switch (lower(code[at])) {
        case 'y':
        case 'd':
            letters.day = true;
            break;
        case 'h':
        case 's':
            letters.time = true;
            break;
        case 'm':
            letters.month_or_minute = true;
            break;
        case 'a':  // aaa and aaaa are the weekday; AM/PM and A/P stand beside an h
            letters.day = letters.day || lower(code.substr(at, 3).back()) == 'a';
            break;
        default:
            break;
    }
}

FormatLetters letters_of(std::string_view code) {
    FormatLetters letters;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"' || c == '[') {
            const auto end = std::min(code.find(c == '"' ? '"' : ']', i + 1), code.size());
            letters.elapsed |= c == '[' && is_elapsed(code.substr(i + 1, end - i - 1));
            i = end;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;  // the next character is literal, a width or a filling
        } else {
            note_letter(letters, code, i);
        }
    }
    return letters;
}

std::string time_text(std::int64_t seconds) {
    return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string day_text(std::int64_t day, DateSystem system) {
    if (system == DateSystem::From1904) {
        day += kSystemsDiffer;
    } else if (day == kMissingDay) {
        return "1900-02-29";  // Excel shows it; whoever reads it as a date will refuse it
    } else if (day < kMissingDay) {
        ++day;
    }
    const year_month_day date{kEpoch + days(day)};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t length) {
    int value = 0;
    if (text.size() < at + length) {
        return std::nullopt;
    }
    const auto* begin = text.data() + at;
    const auto [end, code] = std::from_chars(begin, begin + length, value);
    if (code != std::errc() || end != begin + length || *begin == '-') {
        return std::nullopt;
    }
    return value;
}

std::optional<sys_days> day_at_front(std::string_view iso) {
    const auto year = number_at(iso, 0, 4);
    const auto month = number_at(iso, 5, 2);
    const auto day = number_at(iso, 8, 2);
    if (!year || !month || !day || iso[4] != '-' || iso[7] != '-') {
        return std::nullopt;
    }
    const year_month_day date{std::chrono::year(*year),
                              std::chrono::month(static_cast<unsigned>(*month)),
                              std::chrono::day(static_cast<unsigned>(*day))};
    return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

std::optional<std::int64_t> seconds_at_front(std::string_view time) {
    const auto hour = number_at(time, 0, 2);
    const auto minute = number_at(time, 3, 2);
    const auto second = number_at(time, 6, 2);
    if (!hour || !minute || !second || time[2] != ':' || time[5] != ':' || *hour > 23 ||
        *minute > 59 || *second > 59) {
        return std::nullopt;
    }
    return *hour * 3600 + *minute * 60 + *second;
}

}  // namespace

DateFormat date_format_of_id(unsigned id) {
    if (id == 46) {
        return DateFormat::Elapsed;
    }
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 ||
        id == 56) {
        return DateFormat::Time;
    }
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) {
        return DateFormat::Day;
    }
    return DateFormat::None;
}

DateFormat date_format_of_code(std::string_view code) {
    const auto letters = letters_of(code);
    if (letters.elapsed) {
        return DateFormat::Elapsed;
    }
    if (letters.day) {
        return DateFormat::Day;
    }
    if (letters.time) {
        return DateFormat::Time;
    }
    return letters.month_or_minute ? DateFormat::Day : DateFormat::None;
}

std::optional<Cell> date_cell(double serial, DateFormat format, DateSystem system) {
    const auto offset = system == DateSystem::From1904 ? kSystemsDiffer : 0;
    if (format == DateFormat::None || !(serial >= 0) ||
        serial >= static_cast<double>(kSerialAfterLastDay - offset)) {
        return std::nullopt;
    }
    auto day = static_cast<std::int64_t>(serial);
    const auto fraction = serial - static_cast<double>(day);
    auto seconds = static_cast<std::int64_t>(std::llround(fraction * double{kDaySeconds}));
    day += seconds / kDaySeconds;
    seconds %= kDaySeconds;
    if (format == DateFormat::Elapsed) {
        return Cell{CellKind::Text, time_text(day * kDaySeconds + seconds)};
    }
    const bool without_day = system == DateSystem::From1900 || format == DateFormat::Time;
    if (day == 0 && without_day) {
        if (seconds == 0 && format == DateFormat::Day) {
            return std::nullopt;
        }
        return Cell{CellKind::Text, time_text(seconds)};
    }
    if (day + offset >= kSerialAfterLastDay) {
        return std::nullopt;
    }
    const auto time = seconds == 0 ? "" : "T" + time_text(seconds);
    return Cell{CellKind::Date, day_text(day, system) + time};
}

std::optional<double> date_serial(std::string_view iso) {
    const auto date = day_at_front(iso);
    if (!date || *date < sys_days(std::chrono::year(1900) / 1 / 1)) {
        return std::nullopt;
    }
    auto day = (*date - kEpoch).count();
    if (day <= kMissingDay) {
        --day;
    }
    if (iso.size() == 10) {
        return static_cast<double>(day);
    }
    const auto seconds = iso[10] == 'T' ? seconds_at_front(iso.substr(11)) : std::nullopt;
    if (!seconds || iso.size() != 19) {
        return std::nullopt;
    }
    return static_cast<double>(day) + static_cast<double>(*seconds) / double{kDaySeconds};
}

std::optional<std::string> normal_iso_date(std::string_view text) {
    if (!day_at_front(text)) {
        return std::nullopt;
    }
    if (text.size() == 10) {
        return std::string(text);
    }
    const auto seconds = text[10] == 'T' ? seconds_at_front(text.substr(11)) : std::nullopt;
    if (!seconds) {
        return std::nullopt;
    }
    return std::string(text.substr(0, *seconds == 0 ? 10 : 19));
}

}  // namespace taizhang::exchange
