// SPDX-License-Identifier: Apache-2.0
#include "http/connection.hpp"

namespace taizhang::http {

Connection::Connection(std::unique_ptr<Transport> transport, asio::any_io_executor executor,
                       Peer peer, Shared& shared)
    : transport_(std::move(transport)),
      executor_(std::move(executor)),
      peer_(std::move(peer)),
      shared_(shared),
      place_(shared.connections.insert(shared.connections.end(), this)),
      wake_(executor_) {
    ++shared_.connection_count;
}

Connection::~Connection() {
    shared_.connections.erase(place_);
    --shared_.connection_count;
}

awaitable<void> Connection::run() {
    arm(shared_.limits.first_byte_max);
    const SystemError error = co_await transport_->open();
    bool more = !error;
    while (more) {
        more = co_await serve_one();
    }
    co_await close();
}

// Again at every tick until something else is waited for: bytes that had come already are told as
// such, and what is then begun has not been cancelled.
void Connection::check_deadline(Clock::time_point now) {
    if (now >= deadline_) {
        timed_out_ = true;
        transport_->cancel();
    }
}

void Connection::begin_stop() {
    if (idle_) {
        transport_->cancel();
    }
    if (streaming_) {
        wake_.cancel();
    }
}

void Connection::abort() {
    aborted_ = true;
    transport_->cancel();
    wake_.cancel();
}

awaitable<bool> Connection::serve_one() {
    Request request;
    RequestParser parser(request);
    keep_ = true;
    minor_version_ = 1;
    const Reading reading = co_await read_head(parser);
    started_ = Clock::now();
    if (!reading.done) {
        if (reading.refusal) {
            RequestHead unknown;
            unknown.peer = peer_.address;
            unknown.notes = shared_.application.begin(unknown);
            co_await refuse(unknown, *reading.refusal);
        }
        co_return false;
    }
    served_ = true;
    ++shared_.requests;
    keep_ = parser.may_stay();
    minor_version_ = parser.minor_version();
    request.peer = peer_.address;
    request.encrypted = shared_.encrypted;
    request.notes = shared_.application.begin(request);
    const bool more = co_await serve_request(parser, request);
    co_return more;
}

awaitable<bool> Connection::serve_request(RequestParser& parser, Request& request) {
    if (const auto wait = shared_.rates.take(peer_.rate_key, started_)) {
        more_may_come_ = parser.expects_body();
        const bool more = co_await refuse_rate(request, *wait);
        co_return more;
    }
    BodyPlan plan = shared_.application.admit(request);
    if (auto* refused = std::get_if<Response>(&plan)) {
        // Nobody reads the body that follows.
        more_may_come_ = parser.expects_body();
        keep_ = keep_ && !more_may_come_;
        Response response = std::move(*refused);
        const bool more = co_await answer(request, std::move(response));
        co_return more;
    }
    std::unique_ptr<UploadFile> file;  // there until the answer is given
    const Reading reading = co_await read_body(parser, plan, request, file);
    if (!reading.done) {
        if (reading.refusal) {
            co_await refuse(request, *reading.refusal);
        }
        co_return false;
    }
    const RequestHead head = request;
    std::optional<Response> response = co_await ask_application(std::move(request));
    if (aborted_) {
        co_return false;
    }
    if (!response) {
        response = shared_.application.refuse(Refusal::NoAnswer);
    }
    const bool more = co_await answer(head, std::move(*response));
    co_return more;
}

awaitable<std::optional<Response>> Connection::ask_application(Request request) {
    disarm();
    const auto pending =
        std::make_shared<PendingAnswer>(shared_.mailbox, request.headers.get("Accept-Encoding"));
    try {
        shared_.application.handle(std::move(request), pending->responder());
    } catch (const std::exception&) {
        // Its Respond is gone with it, which is an answer of its own.
    }
    pending->on_answer([this] { wake_.cancel(); });
    while (!pending->has_come() && !aborted_) {
        wake_.expires_at(Clock::time_point::max());
        co_await wake_.async_wait(kAwait);
    }
    pending->on_answer(nullptr);
    co_return pending->take();
}

// Closing a socket that has bytes unread makes the other side forget the answer it has not read
// yet, so what still comes is read for a while.
awaitable<void> Connection::close() {
    if (aborted_) {
        co_return;
    }
    arm(shared_.limits.linger_max);
    co_await transport_->finish();
    bool more = more_may_come_ && !timed_out_;
    while (more) {
        buffer_.clear();
        const Transfer got =
            co_await transport_->read_some(buffer_.prepare(limits::kHttpPieceBytes));
        more = !got.error && !aborted_ && !timed_out_;
    }
}

}  // namespace taizhang::http
