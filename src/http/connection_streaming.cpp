// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "http/connection.hpp"

namespace taizhang::http {

awaitable<Connection::Sent> Connection::send_stream(const Response& response) {
    keep_ = false;
    make_head(response, {minor_version_ == 1 ? Framing::Kind::Chunked : Framing::Kind::ToEnd, 0});
    const SystemError error = co_await write(head_);
    Sent sent{!error, 0};
    streaming_ = true;
    watching_ = true;
    asio::co_spawn(executor_, watch_for_end(), asio::detached);
    // Whoever makes bytes may hold this for longer than the connection lasts.
    const auto self = std::make_shared<Connection*>(this);
    const auto mailbox = shared_.mailbox;
    response.stream->on_bytes([self, mailbox] {
        mailbox->post([self] {
            if (*self != nullptr) {
                (*self)->wake_.cancel();
            }
        });
    });
    try {
        co_await pass_on(*response.stream, sent);
    } catch (const std::exception&) {
        sent.whole = false;  // and the client sees that the last chunk is missing
    }
    *self = nullptr;
    response.stream->on_bytes(nullptr);
    streaming_ = false;
    transport_->cancel();
    while (watching_) {
        wake_.expires_at(Clock::time_point::max());
        co_await wake_.async_wait(kAwait);
    }
    co_return sent;
}

awaitable<void> Connection::pass_on(ByteStream& stream, Sent& sent) {
    while (sent.whole && !ended_ && !shared_.stopping) {
        const auto piece = stream.take();
        if (!piece) {
            break;
        }
        SystemError error;
        if (!piece->empty()) {
            error = co_await write_chunk(*piece);
            sent.bytes += error ? 0 : piece->size();
        } else {
            disarm();
            wake_.expires_after(shared_.limits.heartbeat);
            const auto [cancelled] = co_await wake_.async_wait(kAwait);
            if (!cancelled) {
                error = co_await write_chunk(": \n\n");
            }
        }
        sent.whole = !error;
    }
    if (sent.whole && !ended_ && minor_version_ == 1) {
        arm(shared_.limits.chunk_max);
        const SystemError error = co_await write("0\r\n\r\n");
        sent.whole = !error;
    }
}

awaitable<SystemError> Connection::write_chunk(std::string_view piece) {
    arm(shared_.limits.chunk_max);
    SystemError error;
    if (minor_version_ == 1) {
        const std::string line = fmt::format("{:x}\r\n", piece.size());
        error = co_await write(line, piece, "\r\n");
    } else {
        error = co_await write(piece);
    }
    co_return error;
}

// A client has nothing to say while it listens: what comes is the end, or is not looked at.
awaitable<void> Connection::watch_for_end() {
    while (!ended_ && buffer_.size() < limits::kHttpFirstReadBytes) {
        const Transfer got =
            co_await transport_->read_some(buffer_.prepare(limits::kHttpFirstReadBytes));
        buffer_.commit(got.bytes);
        ended_ = static_cast<bool>(got.error);
    }
    watching_ = false;
    wake_.cancel();
}

}  // namespace taizhang::http
