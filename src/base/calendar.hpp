// SPDX-License-Identifier: Apache-2.0
// Civil dates and reporting periods. All civil dates are those of Asia/Shanghai, which has had no
// daylight saving since 1992: instants are UTC milliseconds and the offset is a fixed +08:00.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace taizhang {

// Days since 1970-01-01 in the proleptic Gregorian calendar (GB/T 7408 / ISO 8601).
struct Date {
    std::int32_t days = 0;

    auto operator<=>(const Date&) const = default;

    static Date from_civil(int year, unsigned month, unsigned day);
    int year() const;
    unsigned month() const;
    unsigned day() const;
    Date plus_days(std::int32_t count) const { return Date{days + count}; }
    Date plus_months(int count) const;  // the last day of the month where the day does not exist
};

// UTC milliseconds since 1970.
struct Instant {
    std::int64_t milliseconds = 0;

    auto operator<=>(const Instant&) const = default;
};

inline constexpr std::int64_t kDaySeconds = 86'400;
inline constexpr std::int64_t kDayMilliseconds = kDaySeconds * 1'000;

Result<Date> parse_date(std::string_view iso);          // 2020-01-31, nothing else
std::string format_date(Date date);                     // 2020-01-31
std::string format_date_zh(Date date);                  // 2020年1月31日
Date civil_date(Instant instant);                       // in Asia/Shanghai
std::string format_instant(Instant instant);            // 2020-01-31 08:30:05, Asia/Shanghai
Result<Instant> parse_instant(std::string_view local);  // 2020-01-31 08:30[:05], Asia/Shanghai

// Both ends inclusive. `title` is how an office says it.
struct Period {
    Date from;
    Date to;

    bool operator==(const Period&) const = default;
    bool contains(Date date) const { return from <= date && date <= to; }
};

// 2020, 2020H1, 2020Q2, 2020-05, 2020-05-06, 2020-01-01..2020-06-30; also 2020年, 2020年上半年,
// 2020年二季度, 2020年5月. Years 1900 to 2199.
Result<Period> parse_period(std::string_view text);
std::string period_code(const Period& period);    // the shortest of the forms above
std::string period_title(const Period& period);   // 2020年上半年
std::string period_months(const Period& period);  // 1-6月; the dates where it is no whole months
Period previous_period(const Period& period);     // 2020H1 → 2019H2, else as many days before
Period next_period(const Period& period);
Period year_before(const Period& period);  // 2020H1 → 2019H1

// A roll-up bucket: a whole month as 202005, a day as 20200531.
using Bucket = std::int32_t;
Bucket day_bucket(Date date);
Bucket month_bucket(Date date);
inline bool is_month(Bucket bucket) {
    return bucket < 1'000'000;
}
inline Bucket month_of(Bucket day) {
    return day / 100;
}
inline Bucket day_of(Bucket month, int day) {
    return month * 100 + day;
}

struct BucketRange {
    Bucket first;
    Bucket last;

    bool operator==(const BucketRange&) const = default;
};

// Few ranges of buckets that together cover the period once: days before the first whole month,
// whole months, days after the last.
std::vector<BucketRange> cover(const Period& period);

}  // namespace taizhang
