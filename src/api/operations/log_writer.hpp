// SPDX-License-Identifier: Apache-2.0
// Writes the log from a thread of its own, so that whoever answers never waits for whoever reads
// it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "api/operations/limits.hpp"
#include "api/operations/log_entry.hpp"

namespace taizhang::api {

class LogWriter {
  public:
    struct Options {
        LogForm form = LogForm::Off;
        int descriptor = 2;  // stays its owner's
        std::size_t entries_max = limits::kLogEntriesMax;
        std::chrono::milliseconds flush_max{limits::kLogFlushMsMax};
    };

    explicit LogWriter(Options options);
    ~LogWriter();  // writes what waits, for at most flush_max
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;

    // From any thread; never waits for the reader. Dropped where entries_max wait already.
    void put(LogEntry entry);
    std::uint64_t written() const { return written_; }
    std::uint64_t dropped() const { return dropped_; }

  private:
    using Clock = std::chrono::steady_clock;

    void run();
    std::deque<LogEntry> take_some();
    void write_lines(const std::deque<LogEntry>& entries);
    void write_whole(std::string_view lines, std::uint64_t count);
    bool wait_for_room();

    Options options_;
    int stop_event_ = -1;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<LogEntry> queue_;
    bool stopping_ = false;
    std::atomic<Clock::time_point> give_up_at_{Clock::time_point::max()};
    std::atomic<std::uint64_t> written_ = 0;
    std::atomic<std::uint64_t> dropped_ = 0;
    std::thread thread_;
};

}  // namespace taizhang::api
