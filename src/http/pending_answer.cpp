// SPDX-License-Identifier: Apache-2.0
#include "http/pending_answer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "http/compression.hpp"

namespace taizhang::http {

void Mailbox::post(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    if (context_ != nullptr) {
        boost::asio::post(*context_, std::move(work));
    }
}

void Mailbox::close() {
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
}

// What the application holds. Whoever is first of several threads answers.
class PendingAnswer::Ticket {
  public:
    explicit Ticket(std::shared_ptr<PendingAnswer> pending) : pending_(std::move(pending)) {}
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    ~Ticket() {
        if (!answered_) {
            pending_->bring(std::nullopt);
        }
    }
    void answer(Response response) {
        if (!answered_.exchange(true)) {
            compress(response, pending_->accept_encoding_);
            pending_->bring(std::move(response));
        }
    }

  private:
    std::shared_ptr<PendingAnswer> pending_;
    std::atomic<bool> answered_ = false;
};

Respond PendingAnswer::responder() {
    return [ticket = std::make_shared<Ticket>(shared_from_this())](Response response) {
        ticket->answer(std::move(response));
    };
}

void PendingAnswer::bring(std::optional<Response> response) {
    if (mailbox_->is_here()) {
        settle(std::move(response));
        return;
    }
    auto held = std::make_shared<std::optional<Response>>(std::move(response));
    mailbox_->post([self = shared_from_this(), held] { self->settle(std::move(*held)); });
}

void PendingAnswer::settle(std::optional<Response> response) {
    response_ = std::move(response);
    come_ = true;
    if (wake_) {
        wake_();
    }
}

}  // namespace taizhang::http
