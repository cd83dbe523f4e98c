// SPDX-License-Identifier: Apache-2.0
#include "http/header_parameters.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace taizhang::http {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    constexpr int kTen = 10;
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + kTen;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + kTen : -1;
}

// UTF-8'zh'%E5%8F%B0 (RFC 8187, 3.2); no other character set is to be sent.
std::optional<std::string> decode_extended(std::string_view text) {
    const std::size_t first = text.find('\'');
    const std::size_t second = first == std::string_view::npos ? first : text.find('\'', first + 1);
    if (second == std::string_view::npos || !same_header_name(text.substr(0, first), "UTF-8")) {
        return std::nullopt;
    }
    std::string decoded;
    for (std::size_t at = second + 1; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
        const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        constexpr int kSixteen = 16;
        decoded += static_cast<char>(high * kSixteen + low);
        at += 2;
    }
    return decoded;
}

// Behind the opening quote. Browsers escape nothing but quotes, as %22; a backslash before anything
// but a quote or itself is one of a Windows path.
std::optional<std::string> take_quoted(std::string_view text, std::size_t& at) {
    std::string value;
    for (; at < text.size(); ++at) {
        const bool escaped = text[at] == '\\' && at + 1 < text.size() &&
                             (text[at + 1] == '"' || text[at + 1] == '\\');
        if (text[at] == '"') {
            ++at;
            return replaced(value, "%22", "\"");
        }
        at += escaped ? 1 : 0;
        value += text[at];
    }
    return std::nullopt;
}

}  // namespace

const std::string* ParameterizedValue::find(std::string_view name) const {
    const std::string extended = std::string(name) + "*";
    for (const std::string_view wanted : {std::string_view(extended), name}) {
        const auto found =
            std::find_if(parameters.begin(), parameters.end(),
                         [&](const Parameter& one) { return same_header_name(one.name, wanted); });
        if (found != parameters.end()) {
            return &found->value;
        }
    }
    return nullptr;
}

std::optional<ParameterizedValue> parse_parameters(std::string_view text) {
    ParameterizedValue parsed;
    std::size_t at = std::min(text.find(';'), text.size());
    parsed.value = trimmed(text.substr(0, at));
    while (at < text.size()) {
        const std::size_t equals = text.find('=', ++at);
        const std::string name =
            trimmed(text.substr(at, equals == std::string_view::npos ? equals : equals - at));
        if (equals == std::string_view::npos) {
            return name.empty() ? std::optional(std::move(parsed)) : std::nullopt;
        }
        at = equals + 1;
        std::optional<std::string> value;
        if (at < text.size() && text[at] == '"') {
            value = take_quoted(text, ++at);
            if (value && at < text.size() &&
                !trimmed(text.substr(at, std::min(text.find(';', at), text.size()) - at)).empty()) {
                return std::nullopt;
            }
            at = std::min(text.find(';', at), text.size());
        } else {
            const std::size_t end = std::min(text.find(';', at), text.size());
            value = trimmed(text.substr(at, end - at));
            at = end;
        }
        if (value && name.ends_with('*')) {
            value = decode_extended(*value);
        }
        if (!value || name.empty()) {
            return std::nullopt;
        }
        parsed.parameters.push_back({name, std::move(*value)});
    }
    return parsed;
}

}  // namespace taizhang::http
