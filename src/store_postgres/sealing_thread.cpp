// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/sealing_thread.hpp"

#include <chrono>
#include <utility>

#include "base/clock.hpp"
#include "store_postgres/limits.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr std::chrono::seconds kBetweenSeals{1};
// While a writer is waited for; the caller of seal_now() is patient for about a second.
constexpr std::chrono::milliseconds kBetweenTries{10};
constexpr std::chrono::milliseconds kBetweenPasses{100};
constexpr int kTriesMax = 100;

}  // namespace

SealingThread::~SealingThread() {
    OfficeId office;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        office = waiting_ > 0 ? office_ : OfficeId{};
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
    try {
        if (office) {
            seal_now(office);
        }
    } catch (const DatabaseError&) {
        // Whoever opens the store next seals what is left.
    }
}

void SealingThread::note(OfficeId office, std::int64_t events) {
    {
        const std::lock_guard lock(mutex_);
        office_ = office;
        // With nothing to seal the thread sleeps without an end, until the first event.
        const bool first = waiting_ == 0;
        waiting_ += events;
        if (!thread_.joinable()) {
            thread_ = std::thread([this] { run(); });
        }
        if (!first && waiting_ < limits::kSealEventsWaiting) {
            return;
        }
    }
    changed_.notify_all();
}

bool SealingThread::seal_now(OfficeId office) {
    std::mutex waiting;
    std::unique_lock lock(waiting);
    std::condition_variable never;
    for (int tries = 0; tries < kTriesMax;) {
        switch (pass(office)) {
            case Sealed::Everything:
                return true;
            case Sealed::Some:
                break;
            case Sealed::Waiting:
                ++tries;
                never.wait_for(lock, kBetweenTries);
        }
    }
    return false;
}

Sealed SealingThread::pass(OfficeId office) {
    const std::lock_guard lock(connection_mutex_);
    if (!connection_ || connection_->broken()) {
        connection_ = std::make_unique<Connection>(url_);
    }
    return seal_events(*connection_, office, system_now());
}

void SealingThread::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (waiting_ == 0) {
            changed_.wait(lock, [&] { return stopping_ || waiting_ > 0; });
        }
        changed_.wait_for(lock, kBetweenSeals,
                          [&] { return stopping_ || waiting_ >= limits::kSealEventsWaiting; });
        if (stopping_) {
            return;
        }
        const std::int64_t taken = std::exchange(waiting_, 0);
        const OfficeId office = office_;
        lock.unlock();
        bool done = false;
        try {
            done = pass(office) == Sealed::Everything;
        } catch (const DatabaseError&) {
            // The server is away: the events wait for it, and for the next second.
        }
        lock.lock();
        if (!done) {
            waiting_ += taken;
            changed_.wait_for(lock, kBetweenPasses, [&] { return stopping_; });
        }
    }
}

}  // namespace taizhang::store_postgres
