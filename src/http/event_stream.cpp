// SPDX-License-Identifier: Apache-2.0
#include "http/event_stream.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace taizhang::http {
namespace {

std::string one_line(std::string text) {
    std::erase_if(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    return text;
}

}  // namespace

std::string event_text(const Event& event) {
    std::string text;
    if (!event.id.empty()) {
        text += "id: " + one_line(event.id) + "\n";
    }
    if (!event.name.empty()) {
        text += "event: " + one_line(event.name) + "\n";
    }
    // A line ends with CR LF, LF or CR; each begins a data line of its own.
    std::size_t begin = 0;
    for (;;) {
        const std::size_t end =
            std::min(event.data.find_first_of("\r\n", begin), event.data.size());
        text += "data: ";
        text.append(event.data, begin, end - begin);
        text += '\n';
        if (end == event.data.size()) {
            break;
        }
        begin = end + (event.data.compare(end, 2, "\r\n") == 0 ? 2 : 1);
    }
    text += '\n';
    return text;
}

std::string_view last_event_id(const RequestHead& head) {
    return head.headers.get("Last-Event-ID");
}

EventStream::EventStream(EventStreamOptions options) : options_(options) {
    waiting_.push_back(fmt::format("retry: {}\n\n", options_.retry.count()));
    waiting_bytes_ = waiting_.back().size();
}

bool EventStream::send(const Event& event) {
    std::string text = event_text(event);
    const std::lock_guard lock(mutex_);
    if (!open_) {
        return false;
    }
    if (waiting_.size() >= options_.events_max ||
        waiting_bytes_ + text.size() > options_.bytes_max) {
        open_ = false;
    } else {
        waiting_bytes_ += text.size();
        waiting_.push_back(std::move(text));
    }
    if (wake_) {
        wake_();
    }
    return open_;
}

void EventStream::end() {
    const std::lock_guard lock(mutex_);
    open_ = false;
    if (wake_) {
        wake_();
    }
}

bool EventStream::is_open() const {
    const std::lock_guard lock(mutex_);
    return open_;
}

std::size_t EventStream::waiting_events() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

std::size_t EventStream::waiting_bytes() const {
    const std::lock_guard lock(mutex_);
    return waiting_bytes_;
}

std::optional<std::string> EventStream::take() {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
        return open_ ? std::optional(std::string()) : std::nullopt;
    }
    std::string text;
    text.reserve(waiting_bytes_);
    for (const auto& one : waiting_) {
        text += one;
    }
    waiting_.clear();
    waiting_bytes_ = 0;
    return text;
}

void EventStream::on_bytes(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    open_ = open_ && wake != nullptr;  // nobody listens any longer
    wake_ = std::move(wake);
}

Response event_response(std::shared_ptr<EventStream> stream) {
    Response response;
    response.headers = {{"Content-Type", "text/event-stream; charset=utf-8"},
                        {"Cache-Control", "no-store"},
                        {"X-Accel-Buffering", "no"}};
    response.stream = std::move(stream);
    return response;
}

}  // namespace taizhang::http
