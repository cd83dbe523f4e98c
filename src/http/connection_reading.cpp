// SPDX-License-Identifier: Apache-2.0
#include <system_error>

#include "http/body_sink.hpp"
#include "http/connection.hpp"

namespace taizhang::http {

// Arms for what is missing: the first byte of a connection, the next request, the rest of a head.
void Connection::arm_for_next() {
    idle_ = buffer_.size() == 0;
    if (!idle_) {
        arm(shared_.limits.header_max);
        return;
    }
    if (served_) {
        arm(shared_.limits.idle_max);
    }
    if (buffer_.capacity() > limits::kHttpKeptBytesMax) {
        buffer_.shrink_to_fit();
    }
}

awaitable<Connection::Reading> Connection::read_head(RequestParser& parser) {
    std::size_t scanned = 0;
    arm_for_next();
    for (;;) {
        const HeadScan scan = scan_head(unread(), scanned);
        if (scan == HeadScan::Whole) {
            const auto used = parser.parse_head(unread());
            const bool too_large = used.value_or(0) > shared_.limits.header_bytes_max;
            if (used && !too_large) {
                buffer_.consume(*used);
                co_return Reading{true, std::nullopt};
            }
            const auto why = too_large || parser.too_many_headers() ? Refusal::HeaderTooLarge
                                                                    : Refusal::BadRequest;
            co_return Reading{false, why};
        }
        if (scan == HeadScan::Bad) {
            co_return Reading{false, Refusal::BadRequest};
        }
        if (buffer_.size() >= shared_.limits.header_bytes_max) {
            co_return Reading{false, Refusal::HeaderTooLarge};
        }
        const Reading more = co_await read_more(limits::kHttpFirstReadBytes);
        if (!more.done) {
            co_return more;
        }
        if (idle_) {
            arm_for_next();
        }
    }
}

awaitable<Connection::Reading> Connection::read_more(std::size_t bytes) {
    for (;;) {
        // A request that had come before the stop is answered.
        if (shared_.stopping && idle_ && !transport_->has_input()) {
            co_return Reading{false, std::nullopt};
        }
        const asio::mutable_buffer into = buffer_.prepare(bytes);
        const Transfer got = co_await transport_->read_some(into);
        buffer_.commit(got.bytes);
        if (!got.error && !timed_out_) {
            co_return Reading{true, std::nullopt};
        }
        const bool stopped = got.error == asio::error::operation_aborted && shared_.stopping &&
                             idle_ && !timed_out_ && !aborted_;
        if (stopped) {
            continue;
        }
        if (timed_out_ && !idle_) {
            co_return Reading{false, Refusal::TooSlow};
        }
        co_return Reading{false, std::nullopt};
    }
}

awaitable<Connection::Reading> Connection::read_body(RequestParser& parser, const BodyPlan& plan,
                                                     Request& request,
                                                     std::unique_ptr<UploadFile>& file) {
    if (!parser.expects_body() && std::holds_alternative<KeepInMemory>(plan)) {
        co_return Reading{true, std::nullopt};
    }
    BodySink body(plan, request);
    const std::uint64_t said = parser.body_bytes().value_or(0);
    if (said > body.bytes_max()) {
        co_return Reading{false, Refusal::BodyTooLarge};
    }
    bool failed = false;
    Reading reading;
    try {
        file = body.begin(said);
        if (parser.expects_continue() && buffer_.size() == 0) {
            arm(shared_.limits.chunk_max);
            co_await write("HTTP/1.1 100 Continue\r\n\r\n");
        }
        const RequestParser::Sink sink = [&](std::string_view part) {
            if (body.begins_piece(part.size())) {
                arm(shared_.limits.chunk_max);
            }
            return body.take(part);
        };
        arm(file ? shared_.limits.chunk_max : shared_.limits.body_max);
        reading = co_await feed_all(parser, sink);
        body.end();
    } catch (const std::system_error&) {
        failed = true;  // the disk is full, or the folder is not there
    }
    co_return failed ? Reading{false, Refusal::NoAnswer} : reading;
}

awaitable<Connection::Reading> Connection::feed_all(RequestParser& parser,
                                                    const RequestParser::Sink& sink) {
    for (;;) {
        const RequestParser::Fed fed = parser.feed(unread(), sink);
        buffer_.consume(fed.used);
        if (fed.refusal) {
            co_return Reading{false, fed.refusal};
        }
        if (!parser.expects_body()) {
            co_return Reading{true, std::nullopt};
        }
        // The line of a chunk, or what comes behind the last, without an end.
        if (buffer_.size() >= shared_.limits.header_bytes_max) {
            co_return Reading{false, Refusal::BadRequest};
        }
        const Reading more = co_await read_more(parser.next_read_bytes());
        if (!more.done) {
            co_return more;
        }
    }
}

}  // namespace taizhang::http
