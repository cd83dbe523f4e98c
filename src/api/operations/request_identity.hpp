// SPDX-License-Identifier: Apache-2.0
// By what a request is found again: its own id, and the trace of whoever sent it.
#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace taizhang::api {

inline constexpr std::string_view kRequestIdHeader = "X-Request-Id";

// Letters, digits, - _ and . alone, kRequestIdBytesMin to kRequestIdBytesMax of them: no text that
// a person wrote, no telephone number, nothing that a log would have to escape.
bool is_request_id(std::string_view text);
std::string new_request_id();  // 32 hexadecimal digits
// What the client says, where that is one; otherwise a new one.
std::string request_id_of(const http::Headers& headers);

// The trace-id of a traceparent (W3C Trace Context, level 1, 3.2.2); empty where the value breaks
// any rule of it.
std::string_view trace_id_in(std::string_view traceparent);
// Of the one traceparent among the headers; empty where there is none or several.
std::string_view trace_id_of(const http::Headers& headers);

}  // namespace taizhang::api
