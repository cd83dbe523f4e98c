// SPDX-License-Identifier: Apache-2.0
// Threads that answer requests. Readers are few, each with its own connection to the store; writers
// are many, because they wait together for one commit.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace taizhang::api {

class WorkerPool {
  public:
    WorkerPool(std::size_t threads, std::size_t waiting_max);
    ~WorkerPool();  // after everything that was taken has been done
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // False: too many wait already.
    bool submit(std::function<void()> work);
    std::size_t waiting() const;
    std::size_t busy() const;  // threads at work

  private:
    void run();

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> queue_;
    std::size_t waiting_max_;
    std::size_t threads_max_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;  // begun when there is work for one more
};

}  // namespace taizhang::api
