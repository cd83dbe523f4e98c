// SPDX-License-Identifier: Apache-2.0
// An answer that is a file, or bytes like one: conditional requests (RFC 9110, 13) and ranges (14).
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "http/message.hpp"

namespace taizhang::http {

// By the ending of a name; application/octet-stream where it is not known.
std::string_view content_type_of(std::string_view name);

struct Content {
    std::variant<std::string_view, FileBody> bytes;  // a view outlives the server
    std::string type;
    std::string etag;           // quoted; a strong one where there are to be ranges
    std::string cache_control;  // empty: none
    std::string encoding;       // empty: none
};

// 200, 206 with one range, 304 or 416. The answer to HEAD has the same head.
Response answer_content(const RequestHead& request, const Content& content);

// Whether an If-None-Match names the tag, weakly compared.
bool names_tag(std::string_view if_none_match, std::string_view etag);

}  // namespace taizhang::http
