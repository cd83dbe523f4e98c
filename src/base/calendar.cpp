// SPDX-License-Identifier: Apache-2.0
#include "base/calendar.hpp"

#include <fmt/format.h>

#include <chrono>

#include "base/text.hpp"

namespace taizhang {
namespace {

constexpr std::int64_t kShanghaiOffsetMilliseconds = 8LL * 3600 * 1000;

std::chrono::year_month_day civil(Date date) {
    return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{date.days}}};
}

std::int64_t floor_div(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

bool digits_at(std::string_view text, std::size_t at, std::size_t count) {
    if (text.size() < at + count) {
        return false;
    }
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return true;
}

int number_at(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

std::optional<Date> valid_date(int year, int month, int day) {
    using namespace std::chrono;
    const year_month_day date{std::chrono::year{year}, std::chrono::month(unsigned(month)),
                              std::chrono::day(unsigned(day))};
    if (!date.ok() || year < 1900 || year > 2199) {
        return std::nullopt;
    }
    return Date{static_cast<std::int32_t>(sys_days{date}.time_since_epoch().count())};
}

}  // namespace

Date Date::from_civil(int year, unsigned month, unsigned day) {
    using namespace std::chrono;
    const sys_days days{std::chrono::year{year} / std::chrono::month{month} /
                        std::chrono::day{day}};
    return Date{static_cast<std::int32_t>(days.time_since_epoch().count())};
}

int Date::year() const {
    return static_cast<int>(civil(*this).year());
}
unsigned Date::month() const {
    return static_cast<unsigned>(civil(*this).month());
}
unsigned Date::day() const {
    return static_cast<unsigned>(civil(*this).day());
}

Date Date::plus_months(int count) const {
    using namespace std::chrono;
    year_month_day moved = civil(*this) + std::chrono::months{count};
    if (!moved.ok()) {
        moved = moved.year() / moved.month() / last;
    }
    return Date{static_cast<std::int32_t>(sys_days{moved}.time_since_epoch().count())};
}

Result<Date> parse_date(std::string_view iso) {
    const bool shaped = iso.size() == 10 && digits_at(iso, 0, 4) && iso[4] == '-' &&
                        digits_at(iso, 5, 2) && iso[7] == '-' && digits_at(iso, 8, 2);
    if (shaped) {
        if (const auto date =
                valid_date(number_at(iso, 0, 4), number_at(iso, 5, 2), number_at(iso, 8, 2))) {
            return *date;
        }
    }
    return fail(ErrorCode::InvalidInput, fmt::format("“{}”不是日期，应写成 2020-01-31", iso),
                fmt::format("not a date: {}", iso));
}

std::string format_date(Date date) {
    const auto parts = civil(date);
    std::string text = "0000-00-00";
    // By hand: every row that is written or digested comes through here several times.
    const auto put = [&](std::size_t last, unsigned number) {
        for (; number > 0; number /= 10) {
            text[last--] = static_cast<char>('0' + number % 10);
        }
    };
    const int year = static_cast<int>(parts.year());
    if (year < 0 || year > 9999) {
        return fmt::format("{:04}-{:02}-{:02}", year, static_cast<unsigned>(parts.month()),
                           static_cast<unsigned>(parts.day()));
    }
    put(3, static_cast<unsigned>(year));
    put(6, static_cast<unsigned>(parts.month()));
    put(9, static_cast<unsigned>(parts.day()));
    return text;
}

std::string format_date_zh(Date date) {
    return fmt::format("{}年{}月{}日", date.year(), date.month(), date.day());
}

Date civil_date(Instant instant) {
    return Date{static_cast<std::int32_t>(
        floor_div(instant.milliseconds + kShanghaiOffsetMilliseconds, kDayMilliseconds))};
}

std::string format_instant(Instant instant) {
    const std::int64_t local = instant.milliseconds + kShanghaiOffsetMilliseconds;
    const std::int64_t seconds =
        floor_div(local, 1000) - floor_div(local, kDayMilliseconds) * kDaySeconds;
    return fmt::format("{} {:02}:{:02}:{:02}", format_date(civil_date(instant)), seconds / 3600,
                       seconds / 60 % 60, seconds % 60);
}

Result<Instant> parse_instant(std::string_view local) {
    const auto bad = [&] {
        return fail(ErrorCode::InvalidInput,
                    fmt::format("“{}”不是时间，应写成 2020-01-31 08:30", local),
                    fmt::format("not a local time: {}", local));
    };
    const bool minutes = (local.size() == 16 || local.size() == 19) &&
                         (local[10] == ' ' || local[10] == 'T') && digits_at(local, 11, 2) &&
                         local[13] == ':' && digits_at(local, 14, 2);
    const bool seconds = local.size() == 19 && local[16] == ':' && digits_at(local, 17, 2);
    if (!minutes || (local.size() == 19 && !seconds)) {
        return bad();
    }
    const auto date = parse_date(local.substr(0, 10));
    const int hour = number_at(local, 11, 2);
    const int minute = number_at(local, 14, 2);
    const int second = local.size() == 19 ? number_at(local, 17, 2) : 0;
    if (!date || hour > 23 || minute > 59 || second > 59) {
        return bad();
    }
    const std::int64_t of_day = (hour * 3600LL + minute * 60LL + second) * 1000;
    return Instant{date->days * kDayMilliseconds + of_day - kShanghaiOffsetMilliseconds};
}

}  // namespace taizhang
