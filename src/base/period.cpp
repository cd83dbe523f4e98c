// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/calendar.hpp"

namespace taizhang {
namespace {

constexpr std::string_view kQuarterNames[] = {"一季度", "二季度", "三季度", "四季度"};

std::optional<int> whole_number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) {
        return std::nullopt;
    }
    return value;
}

Period months(int year, unsigned first, int count) {
    const Date from = Date::from_civil(year, first, 1);
    return Period{from, from.plus_months(count).plus_days(-1)};
}

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

// What stands behind the year: "", H1, Q2, -05, 年, 年上半年, 年二季度, 年5月.
std::optional<Period> part_of_year(int year, std::string_view rest) {
    if (rest.empty() || rest == "年" || rest == "年度" || rest == "年全年") {
        return months(year, 1, 12);
    }
    if (rest == "H1" || rest == "h1" || rest == "年上半年") {
        return months(year, 1, 6);
    }
    if (rest == "H2" || rest == "h2" || rest == "年下半年") {
        return months(year, 7, 6);
    }
    for (unsigned quarter = 0; quarter < 4; ++quarter) {
        const std::string code = fmt::format("Q{}", quarter + 1);
        const std::string zh = fmt::format("年{}", kQuarterNames[quarter]);
        const std::string zh_ordinal = fmt::format("年第{}", kQuarterNames[quarter]);
        if (rest == code || rest == zh || rest == zh_ordinal) {
            return months(year, quarter * 3 + 1, 3);
        }
    }
    const bool month_form = take(rest, "-") || take(rest, "年");
    if (rest.ends_with("月")) {
        rest.remove_suffix(std::string_view("月").size());
    }
    const auto month = month_form && rest.size() <= 2 ? whole_number(rest) : std::nullopt;
    if (month && *month >= 1 && *month <= 12) {
        return months(year, static_cast<unsigned>(*month), 1);
    }
    return std::nullopt;
}

// Number of whole months, 0 when the period does not begin and end with a month.
int whole_months(const Period& period) {
    if (period.from.day() != 1 || period.to.plus_days(1).day() != 1) {
        return 0;
    }
    const Date after = period.to.plus_days(1);
    return (after.year() - period.from.year()) * 12 + static_cast<int>(after.month()) -
           static_cast<int>(period.from.month());
}

bool is_quarter(const Period& period) {
    return whole_months(period) == 3 && period.from.month() % 3 == 1;
}

bool is_half(const Period& period) {
    return whole_months(period) == 6 && period.from.month() % 6 == 1;
}

bool is_year(const Period& period) {
    return whole_months(period) == 12 && period.from.month() == 1;
}

// The period moved by its own length: `direction` -1 or 1.
Period neighbour(const Period& period, int direction) {
    if (const int count = whole_months(period); count > 0) {
        const Date from = period.from.plus_months(direction * count);
        return Period{from, from.plus_months(count).plus_days(-1)};
    }
    const std::int32_t length = period.to.days - period.from.days + 1;
    return Period{period.from.plus_days(direction * length),
                  period.to.plus_days(direction * length)};
}

}  // namespace

Result<Period> parse_period(std::string_view text) {
    const auto bad = [&] {
        return fail(ErrorCode::InvalidInput,
                    fmt::format("“{}”不是时期，可写 2020、2020H1、2020Q2、2020-05、2020-05-06 或 "
                                "2020-01-01..2020-06-30",
                                text),
                    fmt::format("not a period: {}", text));
    };
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
        const auto from = parse_date(text.substr(0, dots));
        const auto to = parse_date(text.substr(dots + 2));
        if (!from || !to || *to < *from) {
            return bad();
        }
        return Period{*from, *to};
    }
    if (const auto day = parse_date(text)) {
        return Period{*day, *day};
    }
    const auto year = text.size() >= 4 ? whole_number(text.substr(0, 4)) : std::nullopt;
    if (!year || *year < 1900 || *year > 2199) {
        return bad();
    }
    const auto period = part_of_year(*year, text.substr(4));
    if (!period) {
        return bad();
    }
    return *period;
}

std::string period_code(const Period& period) {
    const int year = period.from.year();
    if (is_year(period)) {
        return fmt::format("{}", year);
    }
    if (is_half(period)) {
        return fmt::format("{}H{}", year, period.from.month() == 1 ? 1 : 2);
    }
    if (is_quarter(period)) {
        return fmt::format("{}Q{}", year, (period.from.month() + 2) / 3);
    }
    if (whole_months(period) == 1) {
        return fmt::format("{}-{:02}", year, period.from.month());
    }
    if (period.from == period.to) {
        return format_date(period.from);
    }
    return format_date(period.from) + ".." + format_date(period.to);
}

std::string period_title(const Period& period) {
    const int year = period.from.year();
    if (is_year(period)) {
        return fmt::format("{}年", year);
    }
    if (is_half(period)) {
        return fmt::format("{}年{}", year, period.from.month() == 1 ? "上半年" : "下半年");
    }
    if (is_quarter(period)) {
        return fmt::format("{}年{}", year, kQuarterNames[(period.from.month() - 1) / 3]);
    }
    if (whole_months(period) == 1) {
        return fmt::format("{}年{}月", year, period.from.month());
    }
    if (period.from == period.to) {
        return format_date_zh(period.from);
    }
    return fmt::format("{}至{}", format_date_zh(period.from), format_date_zh(period.to));
}

std::string period_months(const Period& period) {
    const int count = whole_months(period);
    if (count == 1) {
        return fmt::format("{}月", period.from.month());
    }
    if (count > 1 && period.from.year() == period.to.year()) {
        return fmt::format("{}-{}月", period.from.month(), period.to.month());
    }
    return period_title(period);
}

Period previous_period(const Period& period) {
    return neighbour(period, -1);
}
Period next_period(const Period& period) {
    return neighbour(period, 1);
}

Period year_before(const Period& period) {
    const Date from = period.from.plus_months(-12);
    if (whole_months(period) > 0) {
        return Period{from, period.to.plus_days(1).plus_months(-12).plus_days(-1)};
    }
    return Period{from, period.to.plus_months(-12)};
}

Bucket day_bucket(Date date) {
    return date.year() * 10000 + static_cast<int>(date.month() * 100 + date.day());
}

Bucket month_bucket(Date date) {
    return date.year() * 100 + static_cast<int>(date.month());
}

std::vector<BucketRange> cover(const Period& period) {
    // First day of the first whole month, and the day after the last one.
    const Date first_month =
        period.from.day() == 1
            ? period.from
            : period.from.plus_days(1 - static_cast<int>(period.from.day())).plus_months(1);
    const Date after = period.to.plus_days(1);
    const Date months_end = after.plus_days(1 - static_cast<int>(after.day()));
    if (months_end <= first_month) {
        return {{day_bucket(period.from), day_bucket(period.to)}};
    }
    std::vector<BucketRange> ranges;
    if (period.from < first_month) {
        ranges.push_back({day_bucket(period.from), day_bucket(first_month.plus_days(-1))});
    }
    ranges.push_back({month_bucket(first_month), month_bucket(months_end.plus_days(-1))});
    if (months_end < after) {
        ranges.push_back({day_bucket(months_end), day_bucket(period.to)});
    }
    return ranges;
}

}  // namespace taizhang
