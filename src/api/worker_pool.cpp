// SPDX-License-Identifier: Apache-2.0
#include "api/worker_pool.hpp"

#include <pthread.h>
#include <sched.h>

namespace taizhang::api {
namespace {

// A thread that is woken otherwise takes the core from the one that reads sockets, for each request
// anew; like this it is woken once for all that have come. What cannot be had is done without.
void run_in_batches() {
    const sched_param none{};
    pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
}

}  // namespace

WorkerPool::WorkerPool(std::size_t threads, std::size_t waiting_max)
    : waiting_max_(waiting_max), threads_max_(threads) {}

WorkerPool::~WorkerPool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
}

bool WorkerPool::submit(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= waiting_max_) {
            return false;
        }
        queue_.push_back(std::move(work));
        if (queue_.size() > idle_ && threads_.size() < threads_max_) {
            threads_.emplace_back([this] { run(); });
        }
    }
    changed_.notify_one();
    return true;
}

std::size_t WorkerPool::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

std::size_t WorkerPool::busy() const {
    const std::lock_guard lock(mutex_);
    return threads_.size() - idle_;
}

void WorkerPool::run() {
    run_in_batches();
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        --idle_;
        if (queue_.empty()) {
            return;
        }
        const auto work = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

}  // namespace taizhang::api
