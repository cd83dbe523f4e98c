// SPDX-License-Identifier: Apache-2.0
// JSON that came from elsewhere, within limits.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace taizhang::oidc {

std::optional<boost::json::object> parse_object(std::string_view text);
// Empty where there is none, or where it is something else.
std::string text_of(const boost::json::object& object, std::string_view name);

}  // namespace taizhang::oidc
