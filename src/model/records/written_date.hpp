// SPDX-License-Identifier: Apache-2.0
// Dates and times as people and as other programs write them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.hpp"

namespace taizhang::model {

// Of 3/1/2020. Nobody can see it from the text, so it is told or the date is refused.
enum class DateOrder { Untold, DayMonthYear, MonthDayYear };

std::optional<DateOrder> date_order(std::string_view word);  // dmy, mdy

// 2020-1-3, 2020年1月3日, 2020.1.3, 2020/1/3, 20200103, with midnight behind it or not; 3/1/2020
// where the order is told. `text` is folded.
std::optional<Date> written_date(std::string text, DateOrder order);

// Such a date, alone (midnight) or with 8:30 or 08:30:05 behind a blank or a T.
std::optional<Instant> written_time(const std::string& text, DateOrder order);

// Whether the text is a date or a time once the order is told.
bool needs_order(const std::string& text);

// The clock on the wall somewhere.
struct LocalTime {
    Date date;
    int second_of_day = 0;
};

// Formats of strptime: %Y %y %m %d %b %H %I %p %M %S and plain characters.
bool is_time_format(std::string_view format);
std::optional<LocalTime> read_local_time(const std::string& text, const std::string& format);

// Immutable; threads may share it.
class TimeZone {
  public:
    // America/New_York; nothing for a name that is not in the tz database.
    static std::shared_ptr<const TimeZone> find(const std::string& name);

    virtual ~TimeZone() = default;
    // A time that a change of the clock leaves out, or says twice, is read with the offset that
    // held before the change.
    virtual Instant instant(const LocalTime& local) const = 0;
};

Instant shanghai_instant(const LocalTime& local);

}  // namespace taizhang::model
