// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace taizhang::oidc {

// https://host[:port]/path, without a name, a fragment, or odd characters. http is for this machine
// alone, where a test has its provider.
struct WebAddress {
    std::string text;
    std::string scheme;
    std::string host;  // lower case
    std::string port;  // empty: the scheme's own
    std::string path;  // decoded by nobody
};

// InvalidInput otherwise.
Result<WebAddress> parse_web_address(std::string_view text);

}  // namespace taizhang::oidc
