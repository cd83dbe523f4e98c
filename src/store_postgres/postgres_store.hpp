// SPDX-License-Identifier: Apache-2.0
// The store in a PostgreSQL database, for any number of processes: a pool of connections that read,
// one thread that writes, one that seals (docs/decisions/0016-postgres.md).
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/change_signal.hpp"
#include "store/store.hpp"
#include "store_postgres/change_listener.hpp"
#include "store_postgres/writer.hpp"

namespace taizhang::store_postgres {

struct Migration {
    int number = 0;
    std::string name;  // base
    std::string sql;
};

const std::vector<Migration>& migrations();

bool is_postgres_url(std::string_view database);  // postgresql://… or postgres://…

// What `open` would have to do first; empty when the database is up to date. NotFound where there
// is no store in it.
Result<std::vector<Migration>> pending_migrations(const std::string& url);
Result<std::vector<Migration>> pending_migrations(Connection& connection);
// Applies them, each in its own transaction; one process at a time.
Result<void> migrate(const std::string& url);
// Of a database that is up to date: whether it holds what was never sealed.
bool sealing_is_due(const std::string& url);

// The tables of the migrations up to that number, in the open transaction and without a note of it.
// Unsupported: a later one changes tables of ledgers, which are made as they are today.
Result<void> make_schema(Connection& connection, std::int64_t number);

class PostgresStore : public store::Store {
  public:
    // Makes the tables in the database that the URL names; Conflict when there is an office in it.
    static Result<std::unique_ptr<PostgresStore>> create(const std::string& url,
                                                         sealing::KeyringPtr keys);
    // `counts` outlives it; nullptr: nobody watches. Conflict where the keys are not the right
    // ones.
    static Result<std::unique_ptr<PostgresStore>> open(
        const std::string& url, sealing::KeyringPtr keys, store::CommitCounts* counts = nullptr,
        store::Opening opening = store::Opening::Usual);
    // Fills an empty database with what back_up() gave of a store whose last migration is `schema`;
    // Conflict where there are tables in it.
    static Result<void> restore(const std::string& url, std::int64_t schema,
                                store::BackupSource& source, const store::RestoreCheck& check);

    ~PostgresStore() override = default;  // waits for what was accepted, and seals it

    Result<void> read(const std::function<Result<void>(store::ReadTx&)>& work) override;
    Result<void> write(const std::function<Result<void>(store::WriteTx&)>& work) override;
    std::future<Result<void>> write_behind(
        std::function<Result<void>(store::WriteTx&)> work) override;
    Result<void> sync() override;
    Result<void> forget_erased() override;
    Result<store::StoreSummary> back_up(store::BackupSink& sink,
                                        const store::BackupProgress& progress) override;
    Result<std::string> add_key(sealing::Suite suite, Instant now) override;
    // Writes the tables anew that hold what was sealed, so that nothing of before is left in them.
    Result<void> compact();
    void watch(std::function<void()> wake) override;

  private:
    PostgresStore(const std::string& url, sealing::KeyringPtr keys,
                  std::unique_ptr<Connection> first, store::CommitCounts* counts);

    class Lease;
    Result<void> read_with(Connection& connection,
                           const std::function<Result<void>(store::ReadTx&)>& work);
    OfficeId office(Connection& connection);
    Result<void> sweep(const std::string& command);
    void seal_leftovers(Connection& connection);

    std::string url_;
    sealing::KeyringPtr keys_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t readers_ = 0;  // idle ones too
    OfficeId office_;

    std::unique_ptr<store::CommitCounts> unwatched_;  // where nobody gave any
    SealingThread sealing_;
    Writer writer_;

    store::ChangeSignal changes_;
    std::unique_ptr<ChangeListener> listener_;  // once somebody watches
};

}  // namespace taizhang::store_postgres
