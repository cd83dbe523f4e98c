// SPDX-License-Identifier: Apache-2.0
#include "oidc/json_text.hpp"

#include <boost/json/parse.hpp>

#include "base/limits.hpp"

namespace taizhang::oidc {

namespace json = boost::json;

std::optional<json::object> parse_object(std::string_view text) {
    json::parse_options options;
    options.max_depth = limits::kOidcJsonDepthMax;
    boost::system::error_code error;
    auto value = json::parse({text.data(), text.size()}, error, {}, options);
    if (error || !value.is_object()) {
        return std::nullopt;
    }
    return std::move(value.get_object());
}

std::string text_of(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains({name.data(), name.size()});
    const auto* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

}  // namespace taizhang::oidc
