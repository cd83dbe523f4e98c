// SPDX-License-Identifier: Apache-2.0
#include "model/records/written_date.hpp"

#include <fmt/format.h>
#include <unicode/basictz.h>

#include <ctime>
#include <vector>

#include "base/calendar.hpp"
#include "base/text.hpp"

namespace taizhang::model {
namespace {

constexpr std::int64_t kMillisecondsPerSecond = 1000;
constexpr std::string_view kConversions = "YymdbHIpMS%";

std::optional<Date> date_of(std::string_view year, std::string_view month, std::string_view day) {
    const auto date = parse_date(fmt::format("{}-{:0>2}-{:0>2}", year, month, day));
    return date ? std::optional(*date) : std::nullopt;
}

std::optional<Date> last_year_date(const std::vector<std::string>& parts, DateOrder order) {
    if (order == DateOrder::Untold) {
        return std::nullopt;
    }
    const bool day_first = order == DateOrder::DayMonthYear;
    return date_of(parts[2], trimmed(parts[day_first ? 1 : 0]), trimmed(parts[day_first ? 0 : 1]));
}

std::int64_t local_milliseconds(const LocalTime& local) {
    return local.date.days * kDayMilliseconds + local.second_of_day * kMillisecondsPerSecond;
}

class IcuTimeZone : public TimeZone {
  public:
    explicit IcuTimeZone(std::unique_ptr<icu::BasicTimeZone> zone) : zone_(std::move(zone)) {}

    Instant instant(const LocalTime& local) const override {
        const std::int64_t wall = local_milliseconds(local);
        std::int32_t raw = 0;
        std::int32_t saving = 0;
        UErrorCode status = U_ZERO_ERROR;
        zone_->getOffsetFromLocal(static_cast<UDate>(wall), UCAL_TZ_LOCAL_FORMER,
                                  UCAL_TZ_LOCAL_FORMER, raw, saving, status);
        return Instant{wall - raw - saving};
    }

  private:
    std::unique_ptr<icu::BasicTimeZone> zone_;
};

}  // namespace

std::optional<DateOrder> date_order(std::string_view word) {
    if (word == "dmy") {
        return DateOrder::DayMonthYear;
    }
    return word == "mdy" ? std::optional(DateOrder::MonthDayYear) : std::nullopt;
}

std::optional<Date> written_date(std::string text, DateOrder order) {
    constexpr std::string_view kIso = "2020-01-31";  // most are written like this already
    if (text.size() == kIso.size() && text[4] == '-' && text[7] == '-') {
        const auto date = parse_date(text);
        return date ? std::optional(*date) : std::nullopt;
    }
    for (const std::string_view mark : {"年", "月", ".", "/"}) {
        text = replaced(std::move(text), mark, "-");
    }
    remove_suffix(text, "日");
    remove_suffix(text, "号");
    // A spreadsheet's date cell may carry midnight.
    for (const std::string_view midnight : {"T00:00:00", " 00:00:00", " 0:00:00", " 00:00"}) {
        if (remove_suffix(text, midnight)) {
            break;
        }
    }
    const auto parts = split(text, "-");
    if (text.size() == 8 && parts.size() == 1) {
        return date_of(text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
    }
    if (parts.size() != 3) {
        return std::nullopt;
    }
    if (parts[0].size() == 4) {
        return date_of(parts[0], trimmed(parts[1]), trimmed(parts[2]));
    }
    return parts[2].size() == 4 ? last_year_date(parts, order) : std::nullopt;
}

std::optional<Instant> written_time(const std::string& text, DateOrder order) {
    std::string clock = "00:00";
    auto date = written_date(text, order);
    if (const auto gap = text.find_first_of(" T"); !date && gap != std::string::npos) {
        date = written_date(text.substr(0, gap), order);
        clock = trimmed(text.substr(gap + 1));
        clock = clock.find(':') == 1 ? "0" + clock : clock;
    }
    const auto instant = date ? parse_instant(format_date(*date) + " " + clock)
                              : Result<Instant>(tl::unexpected(Error{}));
    return instant ? std::optional(*instant) : std::nullopt;
}

bool needs_order(const std::string& text) {
    return !written_time(text, DateOrder::Untold) && (written_time(text, DateOrder::DayMonthYear) ||
                                                      written_time(text, DateOrder::MonthDayYear));
}

bool is_time_format(std::string_view format) {
    bool any = false;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            continue;
        }
        ++i;
        if (i == format.size() || kConversions.find(format[i]) == std::string_view::npos) {
            return false;
        }
        any = true;
    }
    return any;
}

std::optional<LocalTime> read_local_time(const std::string& text, const std::string& format) {
    std::tm read{};
    const char* end = strptime(text.c_str(), format.c_str(), &read);
    if (end == nullptr || *end != '\0' || read.tm_sec > 59) {
        return std::nullopt;
    }
    // strptime takes 31 February; the calendar does not.
    const auto date = parse_date(
        fmt::format("{:04}-{:02}-{:02}", read.tm_year + 1900, read.tm_mon + 1, read.tm_mday));
    if (!date) {
        return std::nullopt;
    }
    return LocalTime{*date, read.tm_hour * 3600 + read.tm_min * 60 + read.tm_sec};
}

std::shared_ptr<const TimeZone> TimeZone::find(const std::string& name) {
    std::unique_ptr<icu::TimeZone> zone(
        icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
    icu::UnicodeString id;
    zone->getID(id);
    auto* basic = dynamic_cast<icu::BasicTimeZone*>(zone.get());
    if (basic == nullptr || id == icu::UnicodeString(UCAL_UNKNOWN_ZONE_ID)) {
        return nullptr;
    }
    static_cast<void>(zone.release());
    return std::make_shared<IcuTimeZone>(std::unique_ptr<icu::BasicTimeZone>(basic));
}

Instant shanghai_instant(const LocalTime& local) {
    constexpr std::int64_t kOffsetMilliseconds = 8LL * 3600 * kMillisecondsPerSecond;
    return Instant{local_milliseconds(local) - kOffsetMilliseconds};
}

}  // namespace taizhang::model
