// SPDX-License-Identifier: Apache-2.0
// One connection from its first byte to its last, as a coroutine on the server's thread: one
// request at a time, so that answers keep their order and a client that sends faster waits in its
// own socket. Only files of this folder include this.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <list>
#include <unordered_map>

#include "http/pending_answer.hpp"
#include "http/request_parser.hpp"
#include "http/response_head.hpp"
#include "http/transport.hpp"
#include "http/upload_file.hpp"

namespace taizhang::http {

class Connection;

// What the connections of a server share. Of the server's thread, but for the atomic ones.
struct Shared {
    Shared(ServerLimits given, Application& of) : application(of), limits(given) {}

    Application& application;
    ServerLimits limits;
    bool encrypted = false;
    bool stopping = false;
    std::list<Connection*> connections;
    std::size_t admitted = 0;  // connections that are not over
    std::unordered_map<std::string, std::size_t> by_address;
    std::shared_ptr<Mailbox> mailbox;
    TokenBuckets rates{limits.requests_per_address};
    DateLine date;
    std::atomic<std::size_t> connection_count = 0;
    std::atomic<std::size_t> refused = 0;
    std::atomic<std::uint64_t> requests = 0;
};

struct Peer {
    std::string address;   // without port
    std::string rate_key;  // whose requests are counted together
};

class Connection {
  public:
    // `shared` outlives it.
    Connection(std::unique_ptr<Transport> transport, asio::any_io_executor executor, Peer peer,
               Shared& shared);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    awaitable<void> run();

    // Called by the server while run() waits for something.
    void check_deadline(Clock::time_point now);
    void begin_stop();  // ends waiting for a request, and streams
    void abort();       // ends whatever it is; again, where it had just gone on

  private:
    // Either done, or refused for a reason that can be told, or the client is gone.
    struct Reading {
        bool done = false;
        std::optional<Refusal> refusal;
    };
    struct Sent {
        bool whole = false;
        std::uint64_t bytes = 0;  // of the body
    };

    // connection.cpp
    awaitable<bool> serve_one();  // false: the connection ends
    awaitable<bool> serve_request(RequestParser& parser, Request& request);
    awaitable<std::optional<Response>> ask_application(Request request);
    awaitable<void> close();

    // connection_reading.cpp
    awaitable<Reading> read_head(RequestParser& parser);
    awaitable<Reading> read_more(std::size_t bytes);
    awaitable<Reading> read_body(RequestParser& parser, const BodyPlan& plan, Request& request,
                                 std::unique_ptr<UploadFile>& file);
    awaitable<Reading> feed_all(RequestParser& parser, const RequestParser::Sink& sink);
    void arm_for_next();

    // connection_answering.cpp
    awaitable<bool> answer(const RequestHead& request, Response response);
    awaitable<void> refuse(const RequestHead& request, Refusal refusal);
    awaitable<bool> refuse_rate(const RequestHead& request, std::chrono::milliseconds wait);
    awaitable<Sent> send_bytes(const Response& response, std::string_view body);
    awaitable<Sent> send_file(Response& response);  // may become another answer
    awaitable<bool> write_piece(std::string_view piece);
    awaitable<SystemError> write(std::string_view first, std::string_view second = {},
                                 std::string_view third = {});
    void make_head(const Response& response, const Framing& framing);

    // connection_streaming.cpp
    awaitable<Sent> send_stream(const Response& response);
    awaitable<void> pass_on(ByteStream& stream, Sent& sent);
    awaitable<SystemError> write_chunk(std::string_view piece);
    awaitable<void> watch_for_end();

    void arm(std::chrono::milliseconds limit) { deadline_ = Clock::now() + limit; }
    void disarm() { deadline_ = Clock::time_point::max(); }
    std::string_view unread() const {
        return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
    }

    std::unique_ptr<Transport> transport_;
    asio::any_io_executor executor_;
    Peer peer_;
    Shared& shared_;
    std::list<Connection*>::iterator place_;
    boost::beast::flat_buffer buffer_;  // what has come and nobody has read
    std::string head_;                  // of the answer; kept for its memory
    asio::steady_timer wake_;
    Clock::time_point deadline_ = Clock::time_point::max();
    Clock::time_point started_;
    unsigned minor_version_ = 1;
    bool keep_ = true;
    bool served_ = false;
    bool idle_ = false;
    bool streaming_ = false;
    bool watching_ = false;
    bool ended_ = false;  // by the client, while a stream was sent
    bool timed_out_ = false;
    bool aborted_ = false;
    bool more_may_come_ = false;  // of a request that was refused
};

}  // namespace taizhang::http
