// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/sqlite_store.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"
#include "store_sqlite/write_tx.hpp"

namespace taizhang::store_sqlite {
namespace {

OfficeId office_of(Connection& connection) {
    auto& row = connection.statement("SELECT office_id FROM office LIMIT 1");
    const OfficeId office{row.executeStep() ? row.getColumn(0).getInt64() : 0};
    row.reset();
    return office;
}

void rollback_quietly(Connection& connection) {
    connection.reset_statements();
    try {
        connection.execute("ROLLBACK");
    } catch (const SQLite::Exception&) {
        // The failure that led here is the one to tell; SQLite may have rolled back already.
    }
}

}  // namespace

SqliteStore::SqliteStore(std::filesystem::path file) : file_(std::move(file)) {
    writer_ = std::thread([this] { run_writer(); });
}

SqliteStore::~SqliteStore() {
    {
        const std::lock_guard lock(queue_mutex_);
        stopping_ = true;
    }
    queue_changed_.notify_all();
    writer_.join();
    // The last connection to close copies the log into the file; one that only reads cannot.
    readers_.clear();
    writer_connection_.reset();
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::create(const std::filesystem::path& data_folder) {
    const auto file = data_folder / "taizhang.db";
    if (std::filesystem::exists(file)) {
        return fail(
            ErrorCode::Conflict,
            fmt::format("{} 里已有台账库，换一个文件夹，或直接使用它", data_folder.string()),
            "store exists");
    }
    std::filesystem::create_directories(data_folder);
    const Connection created(file, Mode::Create);
    if (auto migrated = migrate(data_folder); !migrated) {
        return tl::unexpected(migrated.error());
    }
    return std::unique_ptr<SqliteStore>(new SqliteStore(file));
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& data_folder) {
    const auto pending = TZ_TRY(pending_migrations(data_folder));
    if (!pending.empty()) {
        return fail(ErrorCode::Conflict,
                    fmt::format("库的结构比程序旧，先运行 taizhang migrate --data {}",
                                data_folder.string()),
                    "pending migrations");
    }
    return std::unique_ptr<SqliteStore>(new SqliteStore(data_folder / "taizhang.db"));
}

std::unique_ptr<Connection> SqliteStore::take_reader() {
    {
        const std::lock_guard lock(readers_mutex_);
        if (!readers_.empty()) {
            auto reader = std::move(readers_.back());
            readers_.pop_back();
            return reader;
        }
    }
    return std::make_unique<Connection>(file_, Mode::ReadOnly);
}

Result<void> SqliteStore::read(const std::function<Result<void>(store::ReadTx&)>& work) {
    auto reader = take_reader();
    reader->execute("BEGIN");
    Result<void> outcome;
    try {
        SqliteReadTx transaction(*reader, office_of(*reader));
        outcome = work(transaction);
    } catch (...) {
        rollback_quietly(*reader);
        throw;
    }
    rollback_quietly(*reader);
    const std::lock_guard lock(readers_mutex_);
    readers_.push_back(std::move(reader));
    return outcome;
}

Result<void> SqliteStore::write(const std::function<Result<void>(store::WriteTx&)>& work) {
    Job job;
    job.work = &work;
    auto answer = job.answer.get_future();
    {
        const std::lock_guard lock(queue_mutex_);
        if (queue_.size() >= limits::kWriteQueueMax) {
            return fail(ErrorCode::LimitExceeded, "同时写入的人太多，请稍后再试",
                        "write queue is full");
        }
        queue_.push_back(&job);
    }
    queue_changed_.notify_one();
    return answer.get();
}

Result<void> SqliteStore::forget_erased() {
    Connection connection(file_, Mode::ReadWrite);
    SQLite::Statement row(connection.database(), "PRAGMA wal_checkpoint(TRUNCATE)");
    if (row.executeStep() && row.getColumn(0).getInt() == 0) {
        return {};
    }
    return fail(ErrorCode::Conflict, "有人正在读库，日志还没有清空，请稍后再运行一次",
                "checkpoint was blocked by a reader");
}

std::vector<SqliteStore::Job*> SqliteStore::wait_for_jobs() {
    std::unique_lock lock(queue_mutex_);
    queue_changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    std::vector<Job*> jobs;
    while (!queue_.empty() && jobs.size() < limits::kCommitClosuresMax) {
        jobs.push_back(queue_.front());
        queue_.pop_front();
    }
    return jobs;
}

void SqliteStore::run_writer() {
    for (;;) {
        const auto jobs = wait_for_jobs();
        if (jobs.empty()) {
            return;
        }
        try {
            if (!writer_connection_) {
                writer_connection_ = std::make_unique<Connection>(file_, Mode::ReadWrite);
            }
            commit(jobs);
        } catch (...) {
            // Nothing of this commit is in the file; everybody who waits for it learns why.
            if (writer_connection_) {
                rollback_quietly(*writer_connection_);
            }
            for (Job* job : jobs) {
                job->failure = std::current_exception();
            }
        }
        for (Job* job : jobs) {
            if (job->failure) {
                job->answer.set_exception(job->failure);
            } else {
                job->answer.set_value(std::move(job->outcome));
            }
        }
    }
}

void SqliteStore::commit(const std::vector<Job*>& jobs) {
    Connection& connection = *writer_connection_;
    connection.execute("BEGIN IMMEDIATE");
    CommitBatch batch(connection);
    batch.begin();
    for (Job* job : jobs) {
        connection.execute("SAVEPOINT job");
        batch.mark();
        try {
            SqliteWriteTx transaction(connection, batch);
            job->outcome = (*job->work)(transaction);
            if (job->outcome) {
                transaction.write_counters();
            }
        } catch (...) {
            job->failure = std::current_exception();
        }
        if (job->failure || !job->outcome) {
            connection.execute("ROLLBACK TO job");
            batch.undo_to_mark();
        }
        connection.execute("RELEASE job");
    }
    batch.finish();
    connection.reset_statements();
    connection.execute("COMMIT");
}

}  // namespace taizhang::store_sqlite
