// SPDX-License-Identifier: Apache-2.0
// How long work tells how far it is, and learns that it is to stop.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

namespace taizhang::service {

struct WorkProgress {
    std::int64_t done = 0;  // records or rows
    double share = 0;       // of all the work, 0..1; 0 where that is not known
};

// Called now and then, by one thread at a time; false stops the work.
using WorkReport = std::function<bool(const WorkProgress&)>;

// Shared by the threads that do the work, each of which counts its own steps.
class Progress {
  public:
    Progress(WorkReport report, std::int64_t steps, std::int64_t records)
        : report_(std::move(report)), steps_(steps), records_(records) {}

    // Whether to go on. Cheap; reports some times a second.
    bool step(std::int64_t steps);
    bool go_on() { return step(0); }
    bool stopped() const { return stopped_; }

  private:
    WorkReport report_;
    std::int64_t steps_;    // of all the work, by estimate
    std::int64_t records_;  // that these steps are for
    std::atomic<std::int64_t> done_ = 0;
    std::atomic<bool> stopped_ = false;
    std::atomic<std::chrono::steady_clock::rep> next_ = 0;
    std::mutex reporting_;
};

// Counts steps of one thread, so that the shared count is touched once in very many.
class Steps {
  public:
    explicit Steps(Progress& progress) : progress_(progress) {}
    ~Steps() { progress_.step(since_); }
    Steps(const Steps&) = delete;
    Steps& operator=(const Steps&) = delete;

    bool one_more() { return ++since_ < kTogether || pass_on(); }

  private:
    static constexpr std::int64_t kTogether = 1'000;

    bool pass_on();

    Progress& progress_;
    std::int64_t since_ = 0;
};

}  // namespace taizhang::service
