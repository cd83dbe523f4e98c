// SPDX-License-Identifier: Apache-2.0
// Values of a body read, and of an answer written, the same way by every route.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"

namespace taizhang::api {

// An array of texts; empty: there is none. The schema has been checked.
std::vector<std::string> texts_at(const boost::json::object& body, std::string_view name);

boost::json::value text_or_null(const std::string& text);  // null for an empty one
boost::json::value date_or_null(const std::optional<Date>& date);

}  // namespace taizhang::api
