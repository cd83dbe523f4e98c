// SPDX-License-Identifier: Apache-2.0
// Server-Sent Events (HTML Living Standard, 9.2) for one client.
#pragma once

#include <chrono>
#include <deque>
#include <mutex>

#include "base/limits.hpp"
#include "http/message.hpp"

namespace taizhang::http {

struct Event {
    std::string id;    // empty: none; what a client that comes back names in Last-Event-ID
    std::string name;  // empty: "message"
    std::string data;  // may have several lines
};

// The lines of one event. Line ends in id and name, and NUL in id, would break it: they go.
std::string event_text(const Event& event);

// Last-Event-ID of a client that was here before; empty for none.
std::string_view last_event_id(const RequestHead& head);

struct EventStreamOptions {
    std::size_t events_max = limits::kHttpEventsMax;     // waiting
    std::size_t bytes_max = limits::kHttpEventBytesMax;  // waiting
    std::chrono::milliseconds retry{3'000};              // until the client comes back
};

// Events wait until the client takes them. One that is too slow is let go with what it has: it
// comes back with its Last-Event-ID and is told from there. send() and end() are for any thread.
class EventStream : public ByteStream {
  public:
    explicit EventStream(EventStreamOptions options = {});

    bool send(const Event& event);  // false: the client is gone, or was let go
    void end();
    bool is_open() const;
    // What the client has not taken yet: whoever has much to tell waits until it is less.
    std::size_t waiting_events() const;
    std::size_t waiting_bytes() const;

    // Of the server.
    std::optional<std::string> take() override;
    void on_bytes(std::function<void()> wake) override;

  private:
    EventStreamOptions options_;
    mutable std::mutex mutex_;
    std::deque<std::string> waiting_;
    std::size_t waiting_bytes_ = 0;
    bool open_ = true;
    std::function<void()> wake_;
};

// The answer that is this stream: its type, and that nothing on the way may keep it.
Response event_response(std::shared_ptr<EventStream> stream);

}  // namespace taizhang::http
