// SPDX-License-Identifier: Apache-2.0
// Where a connection waits for an answer that may come from any thread, or never. Only files of
// this folder include this.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "http/server.hpp"

namespace boost::asio {
class io_context;
}

namespace taizhang::http {

// The way to the server's thread, which may be gone by the time that somebody takes it.
class Mailbox {
  public:
    explicit Mailbox(boost::asio::io_context& context) : context_(&context) {}
    // The thread that calls this is the server's from now on.
    void take_over() { thread_ = std::this_thread::get_id(); }
    bool is_here() const { return std::this_thread::get_id() == thread_.load(); }
    void post(std::function<void()> work);  // thrown away once closed
    void close();

  private:
    std::mutex mutex_;
    boost::asio::io_context* context_;
    std::atomic<std::thread::id> thread_;
};

class PendingAnswer : public std::enable_shared_from_this<PendingAnswer> {
  public:
    PendingAnswer(std::shared_ptr<Mailbox> mailbox, std::string_view accept_encoding)
        : mailbox_(std::move(mailbox)), accept_encoding_(accept_encoding) {}

    Respond responder();

    // Of the server's thread.
    bool has_come() const { return come_; }
    std::optional<Response> take() {
        return std::exchange(response_, std::nullopt);
    }  // nullopt: thrown away
    // Called when the answer comes; nullptr when nobody waits any longer.
    void on_answer(std::function<void()> wake) { wake_ = std::move(wake); }

  private:
    class Ticket;

    void bring(std::optional<Response> response);
    void settle(std::optional<Response> response);

    std::shared_ptr<Mailbox> mailbox_;
    std::string accept_encoding_;  // of the request
    bool come_ = false;
    std::optional<Response> response_;
    std::function<void()> wake_;
};

}  // namespace taizhang::http
