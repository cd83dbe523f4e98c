// SPDX-License-Identifier: Apache-2.0
// Copies the log into the file on a thread of its own, beside the writer, for whom a commit would
// otherwise last until the pages of it and of others before it are in the file.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

namespace taizhang::store_sqlite {

class Checkpointer {
  public:
    explicit Checkpointer(std::filesystem::path file) : file_(std::move(file)) {}
    ~Checkpointer() { stop(); }
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    // By the writer, outside of a transaction: what the log holds since its last beginning. It
    // begins anew once all of it is in the file, which may never be while commits go on; a log that
    // has become too long is therefore waited for.
    void note(int pages);

    // Waits for what is under way; for good.
    void stop();

    // Nothing is copied here while this is held.
    std::unique_lock<std::mutex> hold() { return std::unique_lock(copying_); }

  private:
    void work();
    void copy();

    std::filesystem::path file_;
    std::mutex copying_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool due_ = false;
    bool stopping_ = false;
    std::thread thread_;  // begun with the first long log
};

}  // namespace taizhang::store_sqlite
