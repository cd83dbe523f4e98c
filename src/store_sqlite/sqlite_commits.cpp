// SPDX-License-Identifier: Apache-2.0
// The writer's side of the store: closures that wait become commits.
#include <algorithm>
#include <chrono>
#include <utility>

#include "base/limits.hpp"
#include "store_sqlite/sqlite_store.hpp"
#include "store_sqlite/storage_error.hpp"
#include "store_sqlite/write_tx.hpp"

namespace taizhang::store_sqlite {
namespace {

// How long an answered job may wait for its commit, and others for the file.
constexpr std::chrono::seconds kBehindMax{2};

}  // namespace

// None: it is time to commit what is open, or to stop.
SqliteStore::Jobs SqliteStore::wait_for_jobs() {
    std::unique_lock lock(queue_mutex_);
    const auto woken = [&] { return stopping_ || !queue_.empty(); };
    if (batch_) {
        queue_changed_.wait_until(lock, begun_ + kBehindMax, woken);
    } else {
        queue_changed_.wait(lock, woken);
    }
    Jobs jobs;
    while (!queue_.empty() && jobs.size() < limits::kCommitClosuresMax) {
        jobs.push_back(std::move(queue_.front()));
        queue_.pop_front();
        --counts_.waiting;
    }
    return jobs;
}

void SqliteStore::run_writer() {
    for (;;) {
        const auto jobs = wait_for_jobs();
        const bool open = batch_ != nullptr;
        if (jobs.empty() && !open) {
            return;
        }
        try {
            run_jobs(jobs);
        } catch (...) {
            // Nothing of this commit is in the file; everybody who waits for it learns why.
            give_up(std::current_exception());
            for (const auto& job : jobs) {
                job->failure = std::current_exception();
            }
        }
        for (const auto& job : jobs) {
            answer(*job);
        }
    }
}

void SqliteStore::answer(Job& job) {
    if (!job.failure) {
        job.answer.set_value(std::move(job.outcome));
        return;
    }
    try {
        std::rethrow_exception(job.failure);
    } catch (const SQLite::Exception& thrown) {
        if (auto error = storage_error(thrown)) {
            job.answer.set_value(tl::unexpected(std::move(*error)));
            return;
        }
        job.answer.set_exception(job.failure);
    } catch (...) {
        job.answer.set_exception(job.failure);
    }
}

void SqliteStore::give_up(const std::exception_ptr& failure) {
    ++counts_.failed;
    lost_ = behind_ > 0 ? failure : lost_;
    behind_ = 0;
    others_wait_ = false;
    batch_.reset();
    if (writer_connection_) {
        writer_connection_->rollback_quietly();
        writer_connection_->index().forget();
    }
}

bool SqliteStore::must_commit() const {
    return others_wait_ || behind_ >= limits::kBehindClosuresMax ||
           std::chrono::steady_clock::now() >= begun_ + kBehindMax;
}

void SqliteStore::run_jobs(const Jobs& jobs) {
    if (!batch_) {
        begin_commit();
        if (run_together(jobs)) {
            return;
        }
    }
    for (const auto& job : jobs) {
        run_job(*job);
        ++joined_;
        others_wait_ = others_wait_ || job->durability != Durability::Behind;
        behind_ += job->durability == Durability::Behind ? 1 : 0;
    }
    if (jobs.empty() || must_commit()) {
        finish_commit();
    }
}

// Most closures succeed. Those of a commit of which nobody has an answer yet are run without a
// savepoint each, for which SQLite puts aside every page that they change. False: one of them did
// not, everything is as before, and they are to be run once more, each on its own.
bool SqliteStore::run_together(const Jobs& jobs) {
    const bool answered_before = std::any_of(jobs.begin(), jobs.end(), [](const auto& job) {
        return job->durability != Durability::AtOnce;
    });
    if (answered_before || jobs.empty()) {
        return false;
    }
    for (const auto& job : jobs) {
        run_work(*job);
        if (job->failure || !job->outcome) {
            undo_together(jobs);
            return jobs.size() == 1;  // he alone was in it, and has his answer
        }
        batch_->keep_job();
        batch_->relieve();
        ++joined_;
    }
    others_wait_ = true;
    finish_commit();
    return true;
}

void SqliteStore::undo_together(const Jobs& jobs) {
    batch_.reset();
    writer_connection_->rollback_quietly();
    writer_connection_->index().forget();
    if (jobs.size() > 1) {
        for (const auto& job : jobs) {
            job->failure = nullptr;
            job->outcome = {};
        }
        begin_commit();
    }
}

void SqliteStore::run_work(Job& job) {
    try {
        const bool bulk = job.durability == Durability::Behind;
        SqliteWriteTx transaction(*writer_connection_, *batch_,
                                  bulk ? Entering::Later : Entering::AtOnce);
        job.outcome = job.work(transaction);
        if (job.outcome) {
            transaction.write_counters();
        }
    } catch (...) {
        job.failure = std::current_exception();
    }
}

void SqliteStore::begin_commit() {
    if (!writer_connection_) {
        writer_connection_ = std::make_unique<Connection>(file_, Mode::ReadWrite, keys_.get());
        writer_connection_->leave_log();
        // Offices, areas and accounts are never deleted, and what names one has found it in the
        // same transaction. Looking it up again is a twentieth of an import; verify does it.
        writer_connection_->execute("PRAGMA foreign_keys = OFF");
    }
    writer_connection_->repeat("BEGIN IMMEDIATE");
    // Whoever changes the key writes the file first, then reads what is under the old one.
    keys_->refresh();
    writer_connection_->index().refresh();
    begun_ = std::chrono::steady_clock::now();
    joined_ = 0;
    batch_ = std::make_unique<CommitBatch>(*writer_connection_);
    batch_->begin();
}

void SqliteStore::finish_commit() {
    const auto started = std::chrono::steady_clock::now();
    batch_->finish(others_wait_ ? Entering::AtOnce : Entering::Later);
    writer_connection_->reset_statements();
    writer_connection_->repeat("COMMIT");
    const std::size_t events = batch_->events.leaves();
    counts_.closures.note(joined_);
    counts_.events.note(events);
    counts_.microseconds.note(
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                       std::chrono::steady_clock::now() - started)
                                       .count()));
    batch_.reset();
    behind_ = 0;
    others_wait_ = false;
    checkpointer_.note(writer_connection_->log_pages());
    if (events > 0) {
        changes_.raise();
    }
}

void SqliteStore::run_job(Job& job) {
    if (lost_ && job.durability != Durability::AtOnce) {
        job.failure = std::exchange(lost_, nullptr);
        return;
    }
    Connection& connection = *writer_connection_;
    if (job.durability == Durability::Behind) {
        connection.flush();
    }
    connection.repeat("SAVEPOINT job");
    run_work(job);
    if (job.failure || !job.outcome) {
        try {
            connection.repeat("ROLLBACK TO job");
        } catch (const SQLite::Exception&) {
            // A full disk undoes the whole transaction by itself; that is what to tell.
            std::rethrow_exception(job.failure ? job.failure : std::current_exception());
        }
        connection.index().forget();
        connection.index().refresh();
        batch_->undo_job();
    } else {
        batch_->keep_job();
    }
    connection.repeat("RELEASE job");
    batch_->relieve();
}

}  // namespace taizhang::store_sqlite
