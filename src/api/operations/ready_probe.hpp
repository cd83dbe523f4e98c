// SPDX-License-Identifier: Apache-2.0
// Whether the store answers a read and its writer takes work, asked in a bounded time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "api/operations/limits.hpp"
#include "api/worker_pool.hpp"
#include "service/operations/store_state.hpp"

namespace taizhang::api {

class ReadyProbe {
  public:
    struct Options {
        std::chrono::milliseconds wait_max{limits::kReadyMsMax};
        std::chrono::milliseconds kept{limits::kReadyKeptMs};
    };

    explicit ReadyProbe(store::Store& store) : ReadyProbe(store, Options()) {}
    // The store outlives it. Its end waits for the check that is under way.
    ReadyProbe(store::Store& store, Options options) : store_(store), options_(options) {}

    // What is missing, with place.column naming the part: store/read, store/write. Empty: ready.
    // From any thread; one check is made at a time, whoever asks, and none that has not come back
    // is made a second time.
    std::vector<Error> ask();

  private:
    using Clock = std::chrono::steady_clock;

    void check();
    std::vector<Error> look();
    void begin_part(const char* part, const std::vector<Error>& found);

    store::Store& store_;
    Options options_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool under_way_ = false;
    const char* part_ = "";            // that is being asked
    std::vector<Error> found_so_far_;  // of the parts before it
    std::optional<Clock::time_point> checked_;
    std::vector<Error> missing_;
    WorkerPool worker_{1, 1};
};

}  // namespace taizhang::api
