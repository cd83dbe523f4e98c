// SPDX-License-Identifier: Apache-2.0
#include "oidc/web_address.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/limits.hpp"

namespace taizhang::oidc {
namespace {

std::string text_of(boost::urls::string_view text) {
    return {text.data(), text.size()};
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace

Result<WebAddress> parse_web_address(std::string_view text) {
    const auto refuse = [&](std::string message) {
        return fail_at(
            ErrorCode::InvalidInput,
            SourcePlace{"", "", 0, "", std::string(text.substr(0, limits::kQuotedCharactersMax)),
                        "https://登录服务器/路径"},
            std::move(message), "not a web address");
    };
    if (text.size() > limits::kOidcTextBytesMax) {
        return refuse("地址太长");
    }
    const auto parsed = boost::urls::parse_uri(boost::urls::string_view(text.data(), text.size()));
    if (!parsed || parsed->host_type() == boost::urls::host_type::none || parsed->has_userinfo() ||
        parsed->has_fragment()) {
        return refuse("不是网址");
    }
    WebAddress address;
    address.text = text;
    address.scheme = text_of(parsed->scheme());
    address.host = text_of(parsed->encoded_host());
    std::transform(address.host.begin(), address.host.end(), address.host.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    address.path = text_of(parsed->encoded_path());
    address.port = text_of(parsed->port());
    if (address.port == (address.scheme == "https" ? "443" : "80")) {
        address.port.clear();
    }
    // Of 127.0.0.1.example.cn the library takes the number for the host and the rest for the path.
    if (!address.path.empty() && !address.path.starts_with('/')) {
        return refuse("不是网址");
    }
    const bool plain_here = address.scheme == "http" && is_loopback(address.host);
    if (address.host.empty() || (address.scheme != "https" && !plain_here)) {
        return refuse("要用 https");
    }
    return address;
}

}  // namespace taizhang::oidc
