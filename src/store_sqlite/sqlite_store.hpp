// SPDX-License-Identifier: Apache-2.0
// The store in one SQLite file (WAL, synchronous=FULL): one writer thread that joins waiting
// closures into one commit, a savepoint each, and a pool of readers.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/store.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

struct Migration {
    int number = 0;
    std::string name;  // base
    std::string sql;
};

const std::vector<Migration>& migrations();

// What `open` would have to do first; empty when the file is up to date. NotFound without a file.
Result<std::vector<Migration>> pending_migrations(const std::filesystem::path& data_folder);
// Applies them, each in its own transaction.
Result<void> migrate(const std::filesystem::path& data_folder);

class SqliteStore : public store::Store {
  public:
    // Makes DIR/taizhang.db; Conflict when there is one.
    static Result<std::unique_ptr<SqliteStore>> create(const std::filesystem::path& data_folder);
    static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& data_folder);

    ~SqliteStore() override;  // waits for what was accepted
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    Result<void> read(const std::function<Result<void>(store::ReadTx&)>& work) override;
    Result<void> write(const std::function<Result<void>(store::WriteTx&)>& work) override;
    Result<void> forget_erased() override;

  private:
    struct Job {
        const std::function<Result<void>(store::WriteTx&)>* work = nullptr;
        std::promise<Result<void>> answer;
        Result<void> outcome;
        std::exception_ptr failure;
    };

    explicit SqliteStore(std::filesystem::path file);

    void run_writer();
    std::vector<Job*> wait_for_jobs();
    void commit(const std::vector<Job*>& jobs);
    std::unique_ptr<Connection> take_reader();

    std::filesystem::path file_;
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<Connection>> readers_;

    std::mutex queue_mutex_;
    std::condition_variable queue_changed_;
    std::deque<Job*> queue_;
    bool stopping_ = false;
    std::unique_ptr<Connection> writer_connection_;  // of the writer thread alone
    std::thread writer_;
};

}  // namespace taizhang::store_sqlite
