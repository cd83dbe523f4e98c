// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/checkpointer.hpp"

#include <sqlite3.h>

#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {
namespace {

// 32 MiB of log before its pages are copied into the file: a page written often is copied once.
constexpr int kCopiedPages = 4'096;
// 256 MiB, which readers do not search but the disk holds.
constexpr int kLogPagesMax = 32'768;

}  // namespace

void Checkpointer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Checkpointer::note(int pages) {
    if (pages < kCopiedPages) {
        return;
    }
    std::unique_lock lock(mutex_);
    if (!thread_.joinable()) {
        thread_ = std::thread([this] { work(); });
    }
    const auto at_rest = [this] { return !due_; };
    if (pages >= kLogPagesMax) {
        changed_.wait(lock, at_rest);  // it does not know of the last commit
    }
    due_ = true;
    changed_.notify_all();
    if (pages >= kLogPagesMax) {
        changed_.wait(lock, at_rest);
    }
}

void Checkpointer::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || due_; });
        if (stopping_) {
            return;
        }
        lock.unlock();
        copy();
        lock.lock();
        due_ = false;
        changed_.notify_all();
    }
}

// What cannot be copied stays in the log, where nothing is lost, until the next time; of a disk
// that is full or broken, the commits tell.
void Checkpointer::copy() {
    const auto held = hold();
    try {
        Connection connection(file_, Mode::ReadWrite);
        sqlite3_wal_checkpoint_v2(connection.database().getHandle(), nullptr,
                                  SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    } catch (const SQLite::Exception&) {
        return;
    }
}

}  // namespace taizhang::store_sqlite
