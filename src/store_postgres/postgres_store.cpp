// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/postgres_store.hpp"

#include <fmt/format.h>

#include "store_postgres/limits.hpp"
#include "store_postgres/read_tx.hpp"
#include "store_postgres/sealing_pass.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr const char* kBeginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

tl::unexpected<Error> cannot_reach(const DatabaseError& error) {
    return fail(
        ErrorCode::Io,
        fmt::format("连不上数据库，检查地址、用户名、密码，以及数据库是否已启动：{}", error.what()),
        "cannot connect");
}

}  // namespace

// A connection of the pool, for as long as somebody reads.
class PostgresStore::Lease {
  public:
    explicit Lease(PostgresStore& store) : store_(store) {
        std::unique_lock lock(store_.mutex_);
        store_.returned_.wait(lock, [&] {
            return !store_.idle_.empty() || store_.readers_ < limits::kPostgresReadersMax;
        });
        if (store_.idle_.empty()) {
            ++store_.readers_;
        } else {
            connection_ = std::move(store_.idle_.back());
            store_.idle_.pop_back();
        }
    }
    ~Lease() {
        if (connection_) {
            connection_->rollback_quietly();
        }
        {
            const std::lock_guard lock(store_.mutex_);
            if (connection_ && !connection_->broken()) {
                store_.idle_.push_back(std::move(connection_));
            } else {
                --store_.readers_;
            }
        }
        store_.returned_.notify_one();
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    // In a transaction. A connection that was lost while it lay idle is made anew.
    Connection& begin() {
        if (connection_) {
            try {
                connection_->command(kBeginReading);
                return *connection_;
            } catch (const DatabaseError& error) {
                if (!error.lost()) {
                    throw;
                }
            }
        }
        connection_.reset();
        connection_ = std::make_unique<Connection>(store_.url_, store_.keys_.get());
        connection_->command(kBeginReading);
        return *connection_;
    }

  private:
    PostgresStore& store_;
    std::unique_ptr<Connection> connection_;
};

PostgresStore::PostgresStore(const std::string& url, sealing::KeyringPtr keys,
                             std::unique_ptr<Connection> first, store::CommitCounts* counts)
    : url_(url),
      keys_(std::move(keys)),
      unwatched_(counts == nullptr ? std::make_unique<store::CommitCounts>() : nullptr),
      sealing_(url),
      writer_(url, *keys_, sealing_, counts == nullptr ? *unwatched_ : *counts) {
    idle_.push_back(std::move(first));
    readers_ = 1;
}

Result<std::unique_ptr<PostgresStore>> PostgresStore::create(const std::string& url,
                                                             sealing::KeyringPtr keys) {
    try {
        Connection connection(url);
        const Rows there = connection.query("SELECT to_regclass('public.office') IS NOT NULL");
        if (there[0].truth(0) && !connection.query("SELECT 1 FROM office LIMIT 1").empty()) {
            return fail(ErrorCode::Conflict, "这个数据库里已有台账库，换一个数据库，或直接使用它",
                        "store exists");
        }
        TZ_TRY(migrate(url));
    } catch (const DatabaseError& error) {
        if (error.lost()) {
            return cannot_reach(error);
        }
        throw;
    }
    return open(url, std::move(keys));
}

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(const std::string& url,
                                                           sealing::KeyringPtr keys,
                                                           store::CommitCounts* counts,
                                                           store::Opening opening) {
    try {
        auto connection = std::make_unique<Connection>(url, keys.get());
        if (!TZ_TRY(pending_migrations(*connection)).empty()) {
            return fail(ErrorCode::Conflict,
                        "库的结构比程序旧，先运行 taizhang migrate --database URL",
                        "pending migrations");
        }
        TZ_TRY(check_keys(*connection));
        if (opening == store::Opening::Usual && first_pass_is_due(*connection)) {
            return tl::unexpected(store::not_sealed_yet());
        }
        std::unique_ptr<PostgresStore> store(
            new PostgresStore(url, std::move(keys), std::move(connection), counts));
        store->seal_leftovers(*store->idle_.back());
        return store;
    } catch (const DatabaseError& error) {
        if (error.lost()) {
            return cannot_reach(error);
        }
        throw;
    }
}

// What a process did not live to seal. With others at work there is always something; they will
// see to it.
void PostgresStore::seal_leftovers(Connection& connection) {
    const Rows rows = connection.query(
        "SELECT s.office_id FROM seal_head s JOIN audit_head a ON a.office_id = s.office_id "
        "WHERE a.last_seq > s.last_seq AND NOT pg_is_in_recovery()");
    for (int i = 0; i < rows.size(); ++i) {
        sealing_.seal_now(OfficeId{rows[i].integer(0)});
    }
}

OfficeId PostgresStore::office(Connection& connection) {
    {
        const std::lock_guard lock(mutex_);
        if (office_) {
            return office_;
        }
    }
    const Rows rows = connection.query("SELECT office_id FROM office LIMIT 1");
    const OfficeId found{rows.empty() ? 0 : rows[0].integer(0)};
    const std::lock_guard lock(mutex_);
    office_ = found;
    return found;
}

Result<void> PostgresStore::read(const std::function<Result<void>(store::ReadTx&)>& work) {
    try {
        Lease lease(*this);
        Connection& connection = lease.begin();
        PostgresReadTx transaction(connection, office(connection));
        return work(transaction);
    } catch (const DatabaseError& error) {
        // It is not run again: what it has told its caller cannot be taken back.
        if (error.lost()) {
            return tl::unexpected(unreachable(error));
        }
        throw;
    }
}

Result<void> PostgresStore::write(const std::function<Result<void>(store::WriteTx&)>& work) {
    return TZ_TRY(writer_.submit(Entering::OneByOne, work)).get();
}

std::future<Result<void>> PostgresStore::write_behind(
    std::function<Result<void>(store::WriteTx&)> work) {
    auto answer = writer_.submit(Entering::Gathered, std::move(work));
    if (answer) {
        return std::move(*answer);
    }
    std::promise<Result<void>> refused;
    refused.set_value(tl::unexpected(answer.error()));
    return refused.get_future();
}

// Every answer means that the work is durable, so it is enough to come behind all of it.
Result<void> PostgresStore::sync() {
    TZ_TRY(write([](store::WriteTx&) { return Result<void>(); }));
    OfficeId of;
    {
        const std::lock_guard lock(mutex_);
        of = office_;
    }
    try {
        if (of) {
            sealing_.seal_now(of);
        }
    } catch (const DatabaseError& error) {
        if (!error.lost()) {
            throw;
        }
        return tl::unexpected(unreachable(error));
    }
    return {};
}

bool sealing_is_due(const std::string& url) {
    Connection connection(url);
    return first_pass_is_due(connection);
}

void PostgresStore::watch(std::function<void()> wake) {
    const bool any = wake != nullptr;
    changes_.watch(std::move(wake));
    const std::lock_guard lock(mutex_);
    if (any && !listener_) {
        listener_ = std::make_unique<ChangeListener>(url_, [this] { changes_.raise(); });
    }
}

// What was erased stays in dead rows until they are swept, and in the server's own log and backups
// as long as whoever runs it keeps them: docs/manual says so.
Result<void> PostgresStore::forget_erased() {
    return sweep("VACUUM ");
}

Result<void> PostgresStore::compact() {
    return sweep("VACUUM FULL ");
}

Result<std::string> PostgresStore::add_key(sealing::Suite suite, Instant now) {
    const auto added = TZ_TRY(keys_->rotate(suite, now));
    return sealing::key_name(added.id);
}

Result<void> PostgresStore::sweep(const std::string& command) {
    try {
        Connection connection(url_);
        const Rows tables = connection.query(
            "SELECT format('%I', relname) FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace AND (relname LIKE 'ledger\\_%' "
            "OR relname IN ('audit_event', 'search_document', 'account'))");
        for (int i = 0; i < tables.size(); ++i) {
            connection.command(command + tables[i].text(0));
        }
        return {};
    } catch (const DatabaseError& error) {
        if (!error.lost()) {
            throw;
        }
        return tl::unexpected(unreachable(error));
    }
}

}  // namespace taizhang::store_postgres
