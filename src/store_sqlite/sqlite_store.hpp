// SPDX-License-Identifier: Apache-2.0
// The store in one SQLite file (WAL, synchronous=FULL): one writer thread that joins waiting
// closures into one commit, a savepoint each, and a pool of readers.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/change_signal.hpp"
#include "store/commit_counts.hpp"
#include "store/store.hpp"
#include "store_sqlite/checkpointer.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

struct Migration {
    int number = 0;
    std::string name;  // base
    std::string sql;
};

const std::vector<Migration>& migrations();

// DIR/taizhang.db; NotFound when there is none.
Result<std::filesystem::path> store_file(const std::filesystem::path& data_folder);
// What `open` would have to do first; empty when the file is up to date. NotFound without a file.
Result<std::vector<Migration>> pending_migrations(const std::filesystem::path& data_folder);
Result<std::vector<Migration>> pending_migrations(Connection& connection);
// Applies them, each in its own transaction.
Result<void> migrate(const std::filesystem::path& data_folder);
// Of a file that is up to date: whether it holds what was never sealed.
bool sealing_is_due(const std::filesystem::path& data_folder);

class CommitBatch;

class SqliteStore : public store::Store {
  public:
    // Makes DIR/taizhang.db; Conflict when there is one.
    static Result<std::unique_ptr<SqliteStore>> create(const std::filesystem::path& data_folder,
                                                       sealing::KeyringPtr keys);
    // `counts` outlives it; nullptr: nobody watches. Conflict where the keys are not the right
    // ones.
    static Result<std::unique_ptr<SqliteStore>> open(
        const std::filesystem::path& data_folder, sealing::KeyringPtr keys,
        store::CommitCounts* counts = nullptr, store::Opening opening = store::Opening::Usual);
    // Makes the folder from what back_up() gave; Conflict where there is something in it.
    static Result<void> restore(const std::filesystem::path& data_folder,
                                store::BackupSource& source, const store::RestoreCheck& check);

    ~SqliteStore() override;  // waits for what was accepted
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    Result<void> read(const std::function<Result<void>(store::ReadTx&)>& work) override;
    Result<void> write(const std::function<Result<void>(store::WriteTx&)>& work) override;
    std::future<Result<void>> write_behind(
        std::function<Result<void>(store::WriteTx&)> work) override;
    Result<void> sync() override;
    Result<void> forget_erased() override;
    Result<store::StoreSummary> back_up(store::BackupSink& sink,
                                        const store::BackupProgress& progress) override;
    Result<std::string> add_key(sealing::Suite suite, Instant now) override;
    // Writes the whole file anew, so that nothing of what stood in it before is left.
    Result<void> compact();
    void watch(std::function<void()> wake) override { changes_.watch(std::move(wake)); }

  private:
    // Before an answer: the job itself durable, nothing yet, or all that was written behind too.
    enum class Durability { AtOnce, Behind, All };
    struct Job {
        Durability durability = Durability::AtOnce;
        std::function<Result<void>(store::WriteTx&)> work;
        std::promise<Result<void>> answer;
        Result<void> outcome;
        std::exception_ptr failure;
    };
    using Jobs = std::vector<std::unique_ptr<Job>>;

    SqliteStore(std::filesystem::path file, sealing::KeyringPtr keys, store::CommitCounts* counts);

    Result<std::future<Result<void>>> submit(Durability durability,
                                             std::function<Result<void>(store::WriteTx&)> work);
    Jobs wait_for_jobs();
    void run_writer();
    void run_jobs(const Jobs& jobs);
    bool run_together(const Jobs& jobs);
    void undo_together(const Jobs& jobs);
    void run_job(Job& job);
    void run_work(Job& job);
    void begin_commit();
    void finish_commit();
    bool must_commit() const;
    static void answer(Job& job);
    static Result<std::unique_ptr<SqliteStore>> open_unguarded(
        const std::filesystem::path& data_folder, sealing::KeyringPtr keys,
        store::CommitCounts* counts, store::Opening opening);
    Result<void> read_unguarded(const std::function<Result<void>(store::ReadTx&)>& work);
    void give_up(const std::exception_ptr& failure);
    std::unique_ptr<Connection> take_reader();

    std::filesystem::path file_;
    sealing::KeyringPtr keys_;
    std::unique_ptr<store::CommitCounts> unwatched_;  // where nobody gave any
    store::CommitCounts& counts_;
    store::ChangeSignal changes_;
    std::atomic<std::int64_t> office_ = 0;  // once there is one: it stays the same
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<Connection>> readers_;

    Checkpointer checkpointer_{file_};
    std::mutex queue_mutex_;
    std::condition_variable queue_changed_;
    std::deque<std::unique_ptr<Job>> queue_;
    bool stopping_ = false;
    // Of the writer thread alone.
    std::unique_ptr<Connection> writer_connection_;
    std::unique_ptr<CommitBatch> batch_;  // while a transaction is open
    std::chrono::steady_clock::time_point begun_;
    std::size_t joined_ = 0;    // jobs in it
    std::size_t behind_ = 0;    // and those that are answered
    bool others_wait_ = false;  // for its commit
    std::exception_ptr lost_;   // why such jobs did not become durable

    std::thread writer_;  // begun with the first job
};

}  // namespace taizhang::store_sqlite
