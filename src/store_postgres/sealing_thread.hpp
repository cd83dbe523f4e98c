// SPDX-License-Identifier: Apache-2.0
// Seals behind the writers' backs: every second while there is anything without a seal, at once
// when there is much.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "store_postgres/sealer.hpp"

namespace taizhang::store_postgres {

class SealingThread {
  public:
    explicit SealingThread(std::string url) : url_(std::move(url)) {}
    ~SealingThread();  // seals what is left
    SealingThread(const SealingThread&) = delete;
    SealingThread& operator=(const SealingThread&) = delete;

    // Some events were committed.
    void note(OfficeId office, std::int64_t events);
    // Seals, on the caller's thread, until nothing is left that was committed before; false when a
    // writer elsewhere holds it up for long.
    bool seal_now(OfficeId office);

  private:
    void run();
    Sealed pass(OfficeId office);

    std::string url_;
    std::mutex connection_mutex_;
    std::unique_ptr<Connection> connection_;

    std::mutex mutex_;
    std::condition_variable changed_;
    OfficeId office_;
    std::int64_t waiting_ = 0;
    bool stopping_ = false;
    std::thread thread_;  // begun with the first event
};

}  // namespace taizhang::store_postgres
