// SPDX-License-Identifier: Apache-2.0
#include "api/operations/request_identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "api/operations/limits.hpp"

namespace taizhang::api {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_id_character(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
}

// In lower case, as the standard has it.
bool is_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) {
    return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

bool is_request_id(std::string_view text) {
    return text.size() >= limits::kRequestIdBytesMin && text.size() <= limits::kRequestIdBytesMax &&
           std::all_of(text.begin(), text.end(), is_id_character);
}

// Nobody gains anything by guessing one, so the generator need not be a secret's.
std::string new_request_id() {
    thread_local std::mt19937_64 generator = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device()};
        return std::mt19937_64(seed);
    }();
    return fmt::format("{:016x}{:016x}", generator(), generator());
}

std::string request_id_of(const http::Headers& headers) {
    const auto shown = headers.get(kRequestIdHeader);
    return is_request_id(shown) ? std::string(shown) : new_request_id();
}

std::string_view trace_id_in(std::string_view traceparent) {
    // 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
    constexpr std::size_t kSize = 55;
    constexpr std::size_t kTraceAt = 3;
    constexpr std::size_t kTraceSize = 32;
    constexpr std::size_t kParentAt = 36;
    constexpr std::size_t kParentSize = 16;
    constexpr std::size_t kFlagsAt = 53;
    if (traceparent.size() < kSize || traceparent[kTraceAt - 1] != '-' ||
        traceparent[kParentAt - 1] != '-' || traceparent[kFlagsAt - 1] != '-') {
        return {};
    }
    const auto version = traceparent.substr(0, 2);
    const auto trace = traceparent.substr(kTraceAt, kTraceSize);
    const auto parent = traceparent.substr(kParentAt, kParentSize);
    // A later version may say more, behind another dash.
    const bool ends_well =
        traceparent.size() == kSize || (version != "00" && traceparent[kSize] == '-');
    const bool valid = is_hex(version) && version != "ff" && is_hex(trace) && !is_zero(trace) &&
                       is_hex(parent) && !is_zero(parent) &&
                       is_hex(traceparent.substr(kFlagsAt, 2)) && ends_well;
    return valid ? trace : std::string_view();
}

std::string_view trace_id_of(const http::Headers& headers) {
    std::string_view found;
    for (const auto& header : headers) {
        if (!http::same_header_name(header.name, "traceparent")) {
            continue;
        }
        if (!found.empty()) {
            return {};
        }
        found = header.value;
    }
    return trace_id_in(found);
}

}  // namespace taizhang::api
