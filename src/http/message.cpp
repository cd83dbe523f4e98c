// SPDX-License-Identifier: Apache-2.0
#include "http/message.hpp"

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/text.hpp"

namespace taizhang::http {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

bool is_text(std::string_view text) {
    return text.find('\0') == std::string_view::npos && is_valid_utf8(text);
}

}  // namespace

std::string_view method_name(Method method) {
    constexpr std::array<std::string_view, 8> kNames = {"GET",   "HEAD",   "POST",    "PUT",
                                                        "PATCH", "DELETE", "OPTIONS", "OTHER"};
    return kNames[static_cast<std::size_t>(method)];
}

const std::string* Headers::find(std::string_view name) const {
    const auto found = std::find_if(headers_.begin(), headers_.end(), [&](const Header& header) {
        return same_name(header.name, name);
    });
    return found == headers_.end() ? nullptr : &found->value;
}

std::string_view Headers::get(std::string_view name) const {
    const auto* value = find(name);
    return value == nullptr ? std::string_view() : std::string_view(*value);
}

void Headers::add(std::string name, std::string value) {
    headers_.push_back({std::move(name), std::move(value)});
}

void Headers::set(std::string name, std::string value) {
    std::erase_if(headers_, [&](const Header& header) { return same_name(header.name, name); });
    add(std::move(name), std::move(value));
}

const std::string* Target::parameter(std::string_view name) const {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& one) { return one.name == name; });
    return found == parameters.end() ? nullptr : &found->value;
}

std::optional<Target> parse_target(std::string_view text) {
    const auto url = boost::urls::parse_origin_form(text);
    if (!url) {
        return std::nullopt;
    }
    Target target;
    for (const auto& segment : url->segments()) {
        target.segments.emplace_back(segment);
    }
    // A slash at the end is an empty segment.
    if (!target.segments.empty() && target.segments.back().empty()) {
        target.segments.pop_back();
    }
    boost::urls::encoding_opts options;
    options.space_as_plus = true;
    for (const auto& parameter : url->params(options)) {
        target.parameters.push_back({std::string(parameter.key), std::string(parameter.value)});
    }
    const bool good =
        std::all_of(target.segments.begin(), target.segments.end(), is_text) &&
        std::all_of(target.parameters.begin(), target.parameters.end(),
                    [](const auto& one) { return is_text(one.name) && is_text(one.value); });
    return good ? std::optional(std::move(target)) : std::nullopt;
}

}  // namespace taizhang::http
