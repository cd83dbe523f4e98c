// SPDX-License-Identifier: Apache-2.0
// Adds up the roll-up deltas of one commit. Those of bulk work are added and sorted on a thread of
// their own while the writer goes on with the records: it is what an import waits for otherwise.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "model/reporting/rollup_sums.hpp"
#include "store_sqlite/rollup_part.hpp"

namespace taizhang::store_sqlite {

class RollupGatherer {
  public:
    using Owners = std::vector<std::shared_ptr<const void>>;

    RollupGatherer() = default;
    ~RollupGatherer();
    RollupGatherer(const RollupGatherer&) = delete;
    RollupGatherer& operator=(const RollupGatherer&) = delete;

    // What one closure adds. `owners` hold what the deltas point to.
    void take(model::RollupDeltas deltas, Owners owners);
    void add(const model::RollupSums& sums);

    bool threaded() const { return thread_.joinable(); }

    // Runs made because the sums had grown beyond limits::kRollupSumsBytesMax; each is given once.
    std::vector<RollupRun> finished_runs();

    // Waits for what was taken. The sums and runs that are not given out yet, until the next call.
    model::RollupSums& sums();
    const std::vector<RollupRun>& runs();
    void forget();  // all of them

    // Nothing more will be taken: what is left becomes a run, meanwhile where there is a thread.
    void close();
    // Of a closed one: waits for the last run.
    std::vector<RollupRun> all_runs();

  private:
    struct Task {
        model::RollupDeltas deltas;
        Owners owners;
        bool last = false;
    };

    void work();
    void run(const Task& task);
    void make_run(std::size_t bytes_max);
    void push(Task task);
    void settle();

    model::RollupSums sums_;  // the thread's, unless it is settled
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Task> queue_;
    std::vector<RollupRun> runs_;
    std::exception_ptr failure_;
    bool busy_ = false;
    bool stopping_ = false;
};

}  // namespace taizhang::store_sqlite
