// SPDX-License-Identifier: Apache-2.0
// gzip (RFC 1952) of answers.
#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace taizhang::http {

// Whether an Accept-Encoding (RFC 9110, 12.5.3) allows gzip and does not prefer the plain form.
bool accepts_gzip(std::string_view accept_encoding);

// Text, JSON, XML, SVG and the like; not what is compressed by its nature, and no event stream.
bool is_compressible(std::string_view content_type);

// Level 1 (fast) to 9 (small). Equal texts give equal bytes.
std::string gzip(std::string_view text, int level);

// Compresses a large text where the client takes that and it becomes smaller, and says Vary either
// way. An answer with a strong ETag is left as it is: it promises its bytes.
void compress(Response& response, std::string_view accept_encoding);

}  // namespace taizhang::http
