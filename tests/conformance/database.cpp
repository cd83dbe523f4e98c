// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/database.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "base/text.hpp"
#include "store_postgres/postgres_store.hpp"
#include "store_sqlite/sqlite_store.hpp"

namespace taizhang::tests {
namespace {

namespace fs = std::filesystem;

// Of tests that are not of every adapter: what they are run with.
Adapter adapter_in_use = [] {
    const char* name = std::getenv("TZ_ADAPTER");
    const bool postgres = name != nullptr && std::string_view(name) == "postgres";
    return postgres ? Adapter::Postgres : Adapter::Sqlite;
}();

template <typename Store>
service::StorePtr must(Result<std::unique_ptr<Store>> store) {
    if (!store) {
        throw std::runtime_error(describe(store.error()));
    }
    return std::move(*store);
}

class SqliteDatabase : public TestDatabase {
  public:
    explicit SqliteDatabase(fs::path folder) : folder_(std::move(folder)) {}

    service::StorePtr create(sealing::KeyringPtr keys) override {
        return must(store_sqlite::SqliteStore::create(folder_, std::move(keys)));
    }
    service::StorePtr open(sealing::KeyringPtr keys) override {
        return must(store_sqlite::SqliteStore::open(folder_, std::move(keys)));
    }

    void execute(const RawSql& sql) override {
        SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON");
        database.exec(sql.sqlite);
    }

    std::vector<std::string> first_row(const RawSql& sql) override {
        SQLite::Database database(file().string(), SQLite::OPEN_READONLY);
        database.exec(
            "CREATE VIRTUAL TABLE temp.fts5_terms USING fts5vocab ('main', 'search_index', 'row')");
        SQLite::Statement row(database, sql.sqlite);
        std::vector<std::string> columns;
        if (row.executeStep()) {
            for (int i = 0; i < row.getColumnCount(); ++i) {
                columns.push_back(row.getColumn(i).getString());
            }
        }
        return columns;
    }

    void copy_from(const TestDatabase& other) override {
        fs::copy_file(dynamic_cast<const SqliteDatabase&>(other).file(), file(),
                      fs::copy_options::overwrite_existing);
    }

    std::string url() const override { return folder_.string(); }

  private:
    fs::path file() const { return folder_ / "taizhang.db"; }

    fs::path folder_;
};

// A connection of libpq without anything of ours.
class Session {
  public:
    explicit Session(const std::string& url) : connection_(PQconnectdb(url.c_str()), PQfinish) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
        PQsetNoticeProcessor(
            connection_.get(), [](void*, const char*) {}, nullptr);
    }

    std::vector<std::string> run(const std::string& sql) {
        const std::unique_ptr<PGresult, decltype(&PQclear)> result(
            PQexec(connection_.get(), sql.c_str()), PQclear);
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            throw std::runtime_error(sql + ": " + PQerrorMessage(connection_.get()));
        }
        std::vector<std::string> columns;
        for (int i = 0; PQntuples(result.get()) > 0 && i < PQnfields(result.get()); ++i) {
            columns.emplace_back(PQgetvalue(result.get(), 0, i));
        }
        return columns;
    }

  private:
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

std::string server_url() {
    const char* url = std::getenv("TZ_POSTGRES");
    if (url == nullptr) {
        throw std::runtime_error("TZ_POSTGRES is not set: run this through tests/with_postgres");
    }
    return url;
}

class PostgresDatabase : public TestDatabase {
  public:
    PostgresDatabase() {
        if (unused().empty()) {
            make("template1");
        } else {
            name(unused().back());
            unused().pop_back();
        }
    }
    ~PostgresDatabase() override {
        try {
            leave();
        } catch (const std::runtime_error&) {
            // The server goes, and its databases with it.
        }
    }

    service::StorePtr create(sealing::KeyringPtr keys) override {
        return must(store_postgres::PostgresStore::create(url_, std::move(keys)));
    }
    service::StorePtr open(sealing::KeyringPtr keys) override {
        return must(store_postgres::PostgresStore::open(url_, std::move(keys)));
    }

    void execute(const RawSql& sql) override {
        Session session(url_);
        session.run("SET session_replication_role = replica");
        session.run(sql.postgres);
    }

    std::vector<std::string> first_row(const RawSql& sql) override {
        return Session(url_).run(sql.postgres);
    }

    void copy_from(const TestDatabase& other) override {
        leave();
        make(dynamic_cast<const PostgresDatabase&>(other).name_);
    }

    std::string url() const override { return url_; }

  private:
    static std::vector<std::string>& unused() {
        static std::vector<std::string> names;
        return names;
    }

    void name(const std::string& name) {
        name_ = name;
        url_ = replaced(server_url(), "/postgres?", "/" + name + "?");
    }

    void make(const std::string& whole) {
        static int count = 0;
        name(fmt::format("office_{}_{}", getpid(), ++count));
        Session(server_url()).run(fmt::format("CREATE DATABASE {} TEMPLATE {}", name_, whole));
    }

    // Emptied for the next: to drop a database, the server first writes out all that it holds.
    void leave() {
        Session(url_).run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        unused().push_back(name_);
    }

    std::string name_;
    std::string url_;
};

}  // namespace

// In a file where the program is to open the same databases.
sealing::KeyringPtr test_keys() {
    static const auto kKeys = [] {
        const char* file = std::getenv("TAIZHANG_KEY");
        if (file == nullptr) {
            return sealing::Keyring::passing(sealing::Suite::Aes);
        }
        const auto keys = fs::exists(file)
                              ? sealing::Keyring::open(file)
                              : sealing::Keyring::create(file, sealing::Suite::Aes, {});
        if (!keys) {
            throw std::runtime_error(describe(keys.error()));
        }
        return *keys;
    }();
    return kKeys;
}

Adapter current_adapter() {
    return adapter_in_use;
}

void use_adapter(Adapter adapter) {
    adapter_in_use = adapter;
}

std::unique_ptr<TestDatabase> TestDatabase::make(Adapter adapter, const fs::path& folder) {
    if (adapter == Adapter::Postgres) {
        return std::make_unique<PostgresDatabase>();
    }
    return std::make_unique<SqliteDatabase>(folder);
}

Result<void> restore_into(const std::string& place, const store::StoreSummary& summary,
                          store::BackupSource& source, const store::RestoreCheck& check) {
    return store_postgres::is_postgres_url(place)
               ? store_postgres::PostgresStore::restore(place, summary.schema, source, check)
               : store_sqlite::SqliteStore::restore(place, source, check);
}

}  // namespace taizhang::tests
