// SPDX-License-Identifier: Apache-2.0
#include "http/response_head.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/status.hpp>
#include <charconv>

namespace taizhang::http {
namespace {

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

bool is_line_breaking(char c) {
    return c == '\r' || c == '\n' || c == '\0';
}

void append_clean(std::string& out, std::string_view text) {
    const std::size_t begin = out.size();
    out += text;
    std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), is_line_breaking,
                    ' ');
}

bool is_framing(std::string_view name) {
    constexpr std::array<std::string_view, 4> kNames = {"Content-Length", "Transfer-Encoding",
                                                        "Connection", "Date"};
    return std::any_of(kNames.begin(), kNames.end(),
                       [&](std::string_view one) { return same_header_name(one, name); });
}

}  // namespace

std::string_view DateLine::at(std::time_t now) {
    if (now != made_) {
        made_ = now;
        std::tm parts{};
        gmtime_r(&now, &parts);
        std::array<char, 64> text{};
        const std::size_t size =
            std::strftime(text.data(), text.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
        line_.assign(text.data(), size);
    }
    return line_;
}

std::string_view reason_phrase(int status) {
    namespace wire = boost::beast::http;
    const auto phrase = wire::obsolete_reason(static_cast<wire::status>(status));
    return {phrase.data(), phrase.size()};
}

void write_head(std::string& out, const Response& response, const Framing& framing,
                const ConnectionState& connection, std::string_view date_line) {
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::uint64_t>(response.status));
    out += ' ';
    out += reason_phrase(response.status);
    out += "\r\n";
    for (const auto& header : response.headers) {
        if (!is_framing(header.name)) {
            append_clean(out, header.name);
            out += ": ";
            append_clean(out, header.value);
            out += "\r\n";
        }
    }
    out += date_line;
    if (framing.kind == Framing::Kind::Sized) {
        out += "Content-Length: ";
        append_number(out, framing.bytes);
        out += "\r\n";
    } else if (framing.kind == Framing::Kind::Chunked) {
        out += "Transfer-Encoding: chunked\r\n";
    }
    if (!connection.stays) {
        out += "Connection: close\r\n";
    } else if (connection.minor_version == 0) {
        out += "Connection: keep-alive\r\n";
    }
    out += "\r\n";
}

}  // namespace taizhang::http
