// SPDX-License-Identifier: Apache-2.0
// From bytes to a request, without any I/O. Stricter than RFC 9112 demands wherever two readers of
// the same bytes might part: that is how requests are smuggled past a proxy. Only files of this
// folder include this.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <functional>

#include "http/server.hpp"

namespace taizhang::http {

enum class HeadScan { NeedMore, Whole, Bad };

// Looks for the end of a head in what has come. `from` remembers how far it looked. Refuses lines
// that end in a bare LF and headers folded over two lines, which the parser would let pass.
HeadScan scan_head(std::string_view bytes, std::size_t& from);

class RequestParser : private boost::beast::http::basic_parser<true> {
  public:
    // Where the parts of the body go, as they come. False: no more, the body is too large.
    using Sink = std::function<bool(std::string_view)>;

    // `request` outlives the parser.
    explicit RequestParser(RequestHead& request);

    // A whole head, as scan_head() found it, and perhaps more. How much was the head's; nullopt: a
    // bad request, or too_many_headers().
    std::optional<std::size_t> parse_head(std::string_view bytes);
    bool too_many_headers() const { return too_many_headers_; }

    // What may come after the head.
    bool expects_body() const { return !is_done(); }
    bool expects_continue() const;
    std::optional<std::uint64_t> body_bytes() const;  // nullopt: nobody knows, it is chunked
    std::size_t next_read_bytes() const;              // to ask the socket for
    bool may_stay() const { return keep_alive(); }    // the connection, after the answer
    unsigned minor_version() const { return minor_version_; }  // of HTTP/1

    struct Fed {
        std::size_t used = 0;
        std::optional<Refusal> refusal;
    };
    // Bytes of the body. Those not used come again, with more behind them.
    Fed feed(std::string_view bytes, const Sink& sink);

  private:
    using Text = boost::beast::string_view;
    using ParserError = boost::beast::error_code;

    bool head_is_sound();
    bool use_absolute_target();

    void on_request_impl(boost::beast::http::verb verb, Text method, Text target, int version,
                         ParserError& error) override;
    void on_response_impl(int, Text, int, ParserError&) override {}
    void on_field_impl(boost::beast::http::field, Text name, Text value,
                       ParserError& error) override;
    void on_header_impl(ParserError&) override { head_done_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, ParserError&) override {}
    std::size_t on_body_impl(Text body, ParserError& error) override;
    void on_chunk_header_impl(std::uint64_t, Text, ParserError&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, ParserError& error) override;
    void on_finish_impl(ParserError&) override {}

    RequestHead& request_;
    const Sink* sink_ = nullptr;
    unsigned minor_version_ = 1;
    bool head_done_ = false;
    bool too_many_headers_ = false;
};

}  // namespace taizhang::http
