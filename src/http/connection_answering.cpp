// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fstream>

#include "http/connection.hpp"

namespace taizhang::http {
namespace {

bool has_no_body(int status) {
    constexpr int kNoContent = 204;
    constexpr int kNotModified = 304;
    return status == kNoContent || status == kNotModified;
}

Pieces without_first(const Pieces& pieces, std::size_t bytes) {
    Pieces rest = pieces;
    for (auto& piece : rest) {
        const std::size_t gone = std::min(bytes, piece.size());
        piece += gone;
        bytes -= gone;
    }
    return rest;
}

}  // namespace

awaitable<bool> Connection::answer(const RequestHead& request, Response response) {
    keep_ = keep_ && !shared_.stopping;
    shared_.application.before_sending(request, response);
    Sent sent;
    if (request.method == Method::Head || has_no_body(response.status)) {
        Framing framing;
        if (!has_no_body(response.status) && !response.stream) {
            const std::uint64_t inside = std::max(response.body.size(), response.borrowed.size());
            framing = {Framing::Kind::Sized, response.file ? response.file->size : inside};
        }
        make_head(response, framing);
        const SystemError error = co_await write(head_);
        sent.whole = !error;
    } else if (response.stream) {
        sent = co_await send_stream(response);
    } else if (response.file) {
        sent = co_await send_file(response);
    } else if (!response.borrowed.empty()) {
        sent = co_await send_bytes(response, response.borrowed);
    } else {
        sent = co_await send_bytes(response, response.body);
    }
    const auto duration =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
    shared_.application.finished({&request, response.status, sent.bytes, duration});
    co_return sent.whole&& keep_;
}

awaitable<void> Connection::refuse(const RequestHead& request, Refusal refusal) {
    keep_ = false;
    more_may_come_ = true;
    timed_out_ = false;
    Response response = shared_.application.refuse(refusal);
    co_await answer(request, std::move(response));
}

awaitable<bool> Connection::refuse_rate(const RequestHead& request,
                                        std::chrono::milliseconds wait) {
    keep_ = keep_ && !more_may_come_;
    Response response = shared_.application.refuse(Refusal::TooManyRequests);
    response.headers.set("Retry-After", retry_after(wait));
    const bool more = co_await answer(request, std::move(response));
    co_return more;
}

void Connection::make_head(const Response& response, const Framing& framing) {
    head_.clear();
    write_head(head_, response, framing, {minor_version_, keep_},
               shared_.date.at(std::time(nullptr)));
    arm(shared_.limits.chunk_max);
}

awaitable<Connection::Sent> Connection::send_bytes(const Response& response,
                                                   std::string_view body) {
    make_head(response, {Framing::Kind::Sized, body.size()});
    const std::string_view first = body.substr(0, limits::kHttpPieceBytes);
    const SystemError error = co_await write(head_, first);
    Sent sent{!error, error ? 0 : first.size()};
    while (sent.whole && sent.bytes < body.size()) {
        const auto piece = body.substr(sent.bytes, limits::kHttpPieceBytes);
        sent.whole = co_await write_piece(piece);
        sent.bytes += sent.whole ? piece.size() : 0;
    }
    co_return sent;
}

awaitable<Connection::Sent> Connection::send_file(Response& response) {
    const FileBody body = *response.file;
    std::ifstream file(body.path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(body.offset));
    if (!file) {
        response = shared_.application.refuse(Refusal::NoAnswer);
        const Sent sent = co_await send_bytes(response, response.body);
        co_return sent;
    }
    make_head(response, {Framing::Kind::Sized, body.size});
    const SystemError error = co_await write(head_);
    Sent sent{!error, 0};
    std::vector<char> piece(std::min<std::uint64_t>(limits::kHttpPieceBytes, body.size));
    while (sent.whole && sent.bytes < body.size) {
        const auto wanted = std::min<std::uint64_t>(piece.size(), body.size - sent.bytes);
        file.read(piece.data(), static_cast<std::streamsize>(wanted));
        // Shorter than it was promised to be: only closing the connection says so.
        sent.whole = static_cast<std::uint64_t>(file.gcount()) == wanted;
        if (sent.whole) {
            sent.whole = co_await write_piece({piece.data(), wanted});
            sent.bytes += sent.whole ? wanted : 0;
        }
    }
    co_return sent;
}

// Always through the queue of the server's thread, so that no fast reader keeps it for itself.
awaitable<bool> Connection::write_piece(std::string_view piece) {
    arm(shared_.limits.chunk_max);
    Pieces pieces{asio::buffer(piece)};
    const SystemError error = co_await transport_->write(pieces);
    co_return !error;
}

awaitable<SystemError> Connection::write(std::string_view first, std::string_view second,
                                         std::string_view third) {
    const Pieces pieces{asio::buffer(first), asio::buffer(second), asio::buffer(third)};
    const std::size_t written = transport_->write_now(pieces);
    if (written == first.size() + second.size() + third.size()) {
        co_return SystemError();
    }
    const SystemError error = co_await transport_->write(without_first(pieces, written));
    co_return error;
}

}  // namespace taizhang::http
