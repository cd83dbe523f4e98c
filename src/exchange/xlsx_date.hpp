// SPDX-License-Identifier: Apache-2.0
// Dates of a workbook: a cell holds a count of days, and only its number format says that it is a
// date. See ECMA-376 part 1, 18.17.4 (serials) and 18.8.30 (format codes).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exchange/table.hpp"

namespace taizhang::exchange {

enum class DateFormat {
    None,
    Day,      // shows a day, perhaps with a time
    Time,     // shows a time of day only
    Elapsed,  // [h]:mm, hours that go on counting after 24
};

enum class DateSystem {
    From1900,  // day 1 is 1900-01-01, and day 60 is a 29 February 1900 that never was
    From1904,  // day 0 is 1904-01-01; old Excel for Mac
};

DateFormat date_format_of_id(unsigned id);  // of a format built into Excel
DateFormat date_format_of_code(std::string_view code);

// A Date cell for a day, with the time when it is not midnight, rounded to the second; a Text cell
// 08:30:00 for a time without a day, 36:00:00 for elapsed time; nullopt where Excel shows no date
// (negative, after 9999, day 0), so that the number itself is what the file says.
std::optional<Cell> date_cell(double serial, DateFormat format, DateSystem system);

// 2020-01-31 or 2020-01-31T08:30:00 to the serial of the 1900 system; nullopt for other texts, days
// that do not exist and years before 1900.
std::optional<double> date_serial(std::string_view iso);

// A cell of type "d" (ISO 8601) in the form of Cell::text; nullopt when it is no such date.
std::optional<std::string> normal_iso_date(std::string_view text);

}  // namespace taizhang::exchange
