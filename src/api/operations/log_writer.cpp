// SPDX-License-Identifier: Apache-2.0
#include "api/operations/log_writer.hpp"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace taizhang::api {
namespace {

// A pipe that has room at all has room for so much, and takes it in one piece.
constexpr std::size_t kPieceBytes = PIPE_BUF;

// A reader that is gone is told by write() then, and does not end the program.
void block_broken_pipe() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

LogWriter::LogWriter(Options options) : options_(options) {
    if (options_.form == LogForm::Off) {
        return;
    }
    stop_event_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (stop_event_ < 0) {
        throw std::system_error(errno, std::generic_category(), "eventfd");
    }
    thread_ = std::thread([this] { run(); });
}

LogWriter::~LogWriter() {
    if (!thread_.joinable()) {
        return;
    }
    give_up_at_ = Clock::now() + options_.flush_max;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto told = ::write(stop_event_, &one, sizeof one);
    thread_.join();
    ::close(stop_event_);
}

void LogWriter::put(LogEntry entry) {
    if (options_.form == LogForm::Off) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= options_.entries_max) {
            ++dropped_;
            return;
        }
        queue_.push_back(std::move(entry));
    }
    changed_.notify_one();
}

void LogWriter::run() {
    block_broken_pipe();
    for (auto entries = take_some(); !entries.empty(); entries = take_some()) {
        write_lines(entries);
    }
}

// None: it is over.
std::deque<LogEntry> LogWriter::take_some() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    std::deque<LogEntry> taken;
    while (!queue_.empty() && taken.size() < limits::kLogEntriesTaken) {
        taken.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return taken;
}

// Whole lines in one piece, so that nothing else that is written there comes between.
void LogWriter::write_lines(const std::deque<LogEntry>& entries) {
    std::string lines;
    std::uint64_t count = 0;
    for (const auto& entry : entries) {
        const auto line = log_line(entry, options_.form);
        if (!lines.empty() && lines.size() + line.size() > kPieceBytes) {
            write_whole(lines, count);
            lines.clear();
            count = 0;
        }
        lines += line;
        ++count;
    }
    write_whole(lines, count);
}

void LogWriter::write_whole(std::string_view lines, std::uint64_t count) {
    while (!lines.empty()) {
        const bool room = wait_for_room();
        const auto written =
            room ? ::write(options_.descriptor, lines.data(), std::min(lines.size(), kPieceBytes))
                 : -1;
        const bool again = room && written < 0 && (errno == EINTR || errno == EAGAIN);
        if (written < 0 && !again) {
            dropped_ += count;
            return;
        }
        lines.remove_prefix(again ? 0 : static_cast<std::size_t>(written));
    }
    written_ += count;
}

// False: nobody reads any more, or not in time for the end.
bool LogWriter::wait_for_room() {
    for (;;) {
        const auto until = give_up_at_.load();
        const bool ending = until != Clock::time_point::max();
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        std::array<pollfd, 2> waits{{{options_.descriptor, POLLOUT, 0}, {stop_event_, POLLIN, 0}}};
        const int ready =
            ::poll(waits.data(), ending ? 1 : 2,
                   ending ? static_cast<int>(std::max<std::int64_t>(left.count(), 0)) : -1);
        if (ready > 0 && waits[0].revents != 0) {
            return (waits[0].revents & POLLOUT) != 0;
        }
        if (ready == 0 || (ready < 0 && errno != EINTR)) {
            return false;
        }
    }
}

}  // namespace taizhang::api
