// SPDX-License-Identifier: Apache-2.0
#include "http/request_parser.hpp"

#include <algorithm>
#include <boost/beast/http/error.hpp>

namespace taizhang::http {
namespace {

namespace wire = boost::beast::http;

std::string text_of(boost::beast::string_view view) {
    return {view.data(), view.size()};
}

Method method_of(wire::verb verb) {
    switch (verb) {
        case wire::verb::get:
            return Method::Get;
        case wire::verb::head:
            return Method::Head;
        case wire::verb::post:
            return Method::Post;
        case wire::verb::put:
            return Method::Put;
        case wire::verb::patch:
            return Method::Patch;
        case wire::verb::delete_:
            return Method::Delete;
        case wire::verb::options:
            return Method::Options;
        default:
            return Method::Other;
    }
}

std::size_t count_of(const Headers& headers, std::string_view name) {
    return static_cast<std::size_t>(
        std::count_if(headers.begin(), headers.end(),
                      [&](const Header& header) { return same_header_name(header.name, name); }));
}

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

HeadScan scan_head(std::string_view bytes, std::size_t& from) {
    for (;;) {
        const std::size_t end = bytes.find('\n', from);
        if (end == std::string_view::npos) {
            return HeadScan::NeedMore;
        }
        if (end == 0 || bytes[end - 1] != '\r') {
            return HeadScan::Bad;
        }
        if (end >= 3 && bytes.substr(end - 3, 4) == "\r\n\r\n") {
            return HeadScan::Whole;
        }
        // What follows the line is needed to know that it is not folded.
        if (end + 1 == bytes.size()) {
            return HeadScan::NeedMore;
        }
        const char next = bytes[end + 1];
        if (next == ' ' || next == '\t') {
            return HeadScan::Bad;
        }
        from = end + 1;
    }
}

RequestParser::RequestParser(RequestHead& request) : request_(request) {
    // Limits of our own, told to the client one by one, stand in for those of the library.
    body_limit(boost::none);
    header_limit(UINT32_MAX);
}

std::optional<std::size_t> RequestParser::parse_head(std::string_view bytes) {
    ParserError error;
    const std::size_t used = put(boost::asio::buffer(bytes.data(), bytes.size()), error);
    if (error || !head_done_ || !head_is_sound() || !use_absolute_target()) {
        return std::nullopt;
    }
    auto target = http::parse_target(request_.raw_target);
    if (!target) {
        return std::nullopt;
    }
    request_.target = std::move(*target);
    return used;
}

bool RequestParser::head_is_sound() {
    const auto& headers = request_.headers;
    const std::size_t lengths = count_of(headers, "Content-Length");
    const std::size_t codings = count_of(headers, "Transfer-Encoding");
    if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0)) {
        return false;
    }
    if (lengths > 0 && !is_digits(headers.get("Content-Length"))) {
        return false;
    }
    // Any other coding would leave open where the body ends.
    const bool chunked_alone =
        same_header_name(headers.get("Transfer-Encoding"), "chunked") && minor_version_ == 1;
    if (codings > 0 && !chunked_alone) {
        return false;
    }
    const std::size_t hosts = count_of(headers, "Host");
    return hosts == 1 || (hosts == 0 && minor_version_ == 0);
}

// http://host/path is what a client sends to a proxy; a server has to take it (RFC 9112, 3.2.2).
bool RequestParser::use_absolute_target() {
    const std::string& target = request_.raw_target;
    if (target.starts_with('/')) {
        return true;
    }
    std::size_t begin = 0;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (same_header_name(std::string_view(target).substr(0, scheme.size()), scheme)) {
            begin = scheme.size();
        }
    }
    const std::size_t end = std::min(target.find_first_of("/?", begin), target.size());
    const std::string host = target.substr(begin, end - begin);
    if (begin == 0 || host.empty() || host.find('@') != std::string::npos) {
        return false;
    }
    std::string rest = target.substr(end);
    if (!rest.starts_with('/')) {
        rest.insert(0, "/");
    }
    request_.raw_target = std::move(rest);
    request_.headers.set("Host", host);
    return true;
}

bool RequestParser::expects_continue() const {
    return minor_version_ == 1 && !is_done() &&
           same_header_name(request_.headers.get("Expect"), "100-continue");
}

std::optional<std::uint64_t> RequestParser::body_bytes() const {
    if (chunked()) {
        return std::nullopt;
    }
    return content_length().value_or(0);
}

std::size_t RequestParser::next_read_bytes() const {
    const std::uint64_t known = content_length_remaining().value_or(limits::kHttpPieceBytes);
    return static_cast<std::size_t>(std::min<std::uint64_t>(known, limits::kHttpPieceBytes));
}

RequestParser::Fed RequestParser::feed(std::string_view bytes, const Sink& sink) {
    Fed fed;
    // Nothing that ends a chunked body is shorter than "0\r\n\r\n"; the library asserts that it is
    // not asked about less.
    constexpr std::size_t kLastChunkBytes = 5;
    if (bytes.size() < (chunked() ? kLastChunkBytes : 1) || is_done()) {
        return fed;
    }
    sink_ = &sink;
    eager(true);
    ParserError error;
    fed.used = put(boost::asio::buffer(bytes.data(), bytes.size()), error);
    sink_ = nullptr;
    if (error == wire::error::body_limit) {
        fed.refusal = Refusal::BodyTooLarge;
    } else if (error && error != wire::error::need_more) {
        fed.refusal = Refusal::BadRequest;
    }
    return fed;
}

void RequestParser::on_request_impl(wire::verb verb, Text method, Text target, int version,
                                    ParserError& error) {
    constexpr int kHttp10 = 10;
    constexpr int kHttp11 = 11;
    if (version != kHttp10 && version != kHttp11) {
        error = wire::error::bad_version;
        return;
    }
    minor_version_ = version == kHttp11 ? 1 : 0;
    request_.method = method_of(verb);
    request_.method_text = text_of(method);
    request_.raw_target = text_of(target);
}

void RequestParser::on_field_impl(wire::field, Text name, Text value, ParserError& error) {
    if (head_done_) {
        // Behind the body, where nobody has authorized anything: not taken.
        return;
    }
    if (request_.headers.size() >= limits::kHttpHeadersMax) {
        too_many_headers_ = true;
        error = wire::error::header_limit;
        return;
    }
    request_.headers.add(text_of(name), text_of(value));
}

std::size_t RequestParser::on_body_impl(Text body, ParserError& error) {
    if (!(*sink_)(std::string_view(body.data(), body.size()))) {
        error = wire::error::body_limit;
    }
    return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text body, ParserError& error) {
    return on_body_impl(body, error);
}

}  // namespace taizhang::http
