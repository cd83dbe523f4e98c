// SPDX-License-Identifier: Apache-2.0
// A header value with parameters: form-data; name="a"; filename*=UTF-8''%E5%8F%B0.xlsx
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace taizhang::http {

struct ParameterizedValue {
    std::string value;                  // before the first semicolon
    std::vector<Parameter> parameters;  // quotes and escapes undone

    // The first of that name; nullptr for none. name* of RFC 8187 goes before name.
    const std::string* find(std::string_view name) const;
};

// nullopt: a quotation without an end, a parameter without a value, broken RFC 8187.
std::optional<ParameterizedValue> parse_parameters(std::string_view text);

}  // namespace taizhang::http
