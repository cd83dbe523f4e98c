// SPDX-License-Identifier: Apache-2.0
#include "api/json_values.hpp"

namespace taizhang::api {

namespace json = boost::json;

std::vector<std::string> texts_at(const json::object& body, std::string_view name) {
    std::vector<std::string> texts;
    if (const auto* array = body.if_contains(name)) {
        for (const auto& text : array->as_array()) {
            texts.emplace_back(text.as_string());
        }
    }
    return texts;
}

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
}

json::value date_or_null(const std::optional<Date>& date) {
    return date ? json::value(format_date(*date)) : json::value();
}

}  // namespace taizhang::api
