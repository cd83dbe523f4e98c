// SPDX-License-Identifier: Apache-2.0
// Where a connection waits for an answer that may come from any thread, or never.
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <thread>

#include "http/server.hpp"

namespace taizhang::http {

class PendingAnswer : public std::enable_shared_from_this<PendingAnswer> {
  public:
    explicit PendingAnswer(boost::asio::any_io_executor executor)
        : executor_(std::move(executor)), thread_(std::this_thread::get_id()) {}

    // What the application calls. Thrown away uncalled, it answers 500: a request never hangs.
    Respond responder() {
        auto ticket = std::make_shared<Ticket>(shared_from_this());
        return [ticket](Response response) { ticket->answer(std::move(response)); };
    }

    boost::asio::awaitable<Response> wait() {
        if (!response_) {
            co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
                [this](auto handler) { waiter_ = std::move(handler); }, boost::asio::use_awaitable);
        }
        co_return std::move(*response_);
    }

  private:
    class Ticket {
      public:
        explicit Ticket(std::shared_ptr<PendingAnswer> pending) : pending_(std::move(pending)) {}
        Ticket(const Ticket&) = delete;
        Ticket& operator=(const Ticket&) = delete;
        ~Ticket() {
            if (pending_) {
                Response failed;
                failed.status = 500;
                answer(std::move(failed));
            }
        }
        void answer(Response response) {
            auto pending = std::move(pending_);
            if (pending) {
                pending->take(std::move(response));
            }
        }

      private:
        std::shared_ptr<PendingAnswer> pending_;
    };

    void take(Response response) {
        if (std::this_thread::get_id() == thread_) {
            settle(std::move(response));
            return;
        }
        boost::asio::post(executor_,
                          [self = shared_from_this(), held = std::move(response)]() mutable {
                              self->settle(std::move(held));
                          });
    }

    void settle(Response response) {
        response_ = std::move(response);
        if (waiter_) {
            boost::asio::dispatch(std::move(waiter_));
        }
    }

    boost::asio::any_io_executor executor_;
    std::thread::id thread_;
    std::optional<Response> response_;
    boost::asio::any_completion_handler<void()> waiter_;
};

}  // namespace taizhang::http
