// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/rollup_gatherer.hpp"

#include <utility>

#include "base/limits.hpp"

namespace taizhang::store_sqlite {

RollupGatherer::~RollupGatherer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void RollupGatherer::take(model::RollupDeltas deltas, Owners owners) {
    if (deltas.empty()) {
        return;
    }
    if (!threaded()) {
        thread_ = std::thread([this] { work(); });
    }
    push({std::move(deltas), std::move(owners), false});
}

void RollupGatherer::add(const model::RollupSums& sums) {
    if (!sums.empty()) {
        settle();
        sums_.add(sums);
        make_run(limits::kRollupSumsBytesMax);
    }
}

std::vector<RollupRun> RollupGatherer::finished_runs() {
    const std::lock_guard lock(mutex_);
    return std::exchange(runs_, {});
}

model::RollupSums& RollupGatherer::sums() {
    settle();
    return sums_;
}

const std::vector<RollupRun>& RollupGatherer::runs() {
    settle();
    return runs_;
}

void RollupGatherer::forget() {
    settle();
    sums_.clear();
    runs_.clear();
}

void RollupGatherer::close() {
    push({{}, {}, true});
}

std::vector<RollupRun> RollupGatherer::all_runs() {
    settle();
    return finished_runs();
}

void RollupGatherer::push(Task task) {
    if (!threaded()) {
        run(task);
        return;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return queue_.size() < limits::kRollupQueueMax || failure_; });
    queue_.push_back(std::move(task));
    lock.unlock();
    changed_.notify_all();
}

void RollupGatherer::settle() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return (queue_.empty() && !busy_) || failure_; });
    if (failure_) {
        std::rethrow_exception(failure_);
    }
}

void RollupGatherer::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_ || failure_) {
            return;
        }
        Task task = std::move(queue_.front());
        queue_.pop_front();
        busy_ = true;
        lock.unlock();
        std::exception_ptr failure;
        try {
            run(task);
        } catch (...) {
            failure = std::current_exception();
        }
        task = {};
        lock.lock();
        failure_ = failure;
        busy_ = false;
        changed_.notify_all();
    }
}

void RollupGatherer::run(const Task& task) {
    task.deltas.visit([this](const auto& delta) { sums_.add(delta); });
    make_run(task.last ? 0 : limits::kRollupSumsBytesMax);
}

void RollupGatherer::make_run(std::size_t bytes_max) {
    if (sums_.bytes() <= bytes_max) {
        return;
    }
    RollupRun made = run_of(sums_);
    sums_.clear();
    const std::lock_guard lock(mutex_);
    runs_.push_back(std::move(made));
}

}  // namespace taizhang::store_sqlite
