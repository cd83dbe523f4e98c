// SPDX-License-Identifier: Apache-2.0
// A report as JSON values: the JSON file and the data inside the HTML page are the same, so a
// script written for one reads the other. Keys are the field names of report.hpp.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "report/report.hpp"

namespace taizhang::report {

// Figures count from 1 (`number`), as in the links #fig-1; `table` counts from 0. In evidence,
// `rows` and `counted` run in parallel.
boost::json::array figures_json(const Report& report);
boost::json::array tables_json(const Report& report);
boost::json::object report_json(const Report& report);

// Two-space indented, one line for each array of plain values, a newline at the end.
std::string print_json(const boost::json::value& value);

}  // namespace taizhang::report
