// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/text.hpp"
#include "store_postgres/postgres_store.hpp"
#include "store_postgres/schema_files.hpp"

namespace taizhang::store_postgres {
namespace {

constexpr const char* kVersionTable =
    "CREATE TABLE IF NOT EXISTS schema_migration (office_id BIGINT NOT NULL, "
    "number BIGINT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (office_id, number))";
// Held by whoever migrates, until it lets the connection go.
constexpr const char* kLock = "SELECT pg_advisory_lock(31354, 0)";

constexpr std::string_view kEachLedger = "-- each ledger: ";

// Lines "-- each ledger: SQL", for every ledger's table in place of {ledger}.
std::vector<std::string> of_every_ledger(Connection& connection, const std::string& migration) {
    const Rows tables = connection.query(
        "SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND relnamespace = 'public'::regnamespace AND relname LIKE 'ledger\\_%'");
    std::vector<std::string> sql;
    for (int i = 0; i < tables.size(); ++i) {
        for (const auto& line : split(migration, "\n")) {
            if (line.starts_with(kEachLedger)) {
                sql.push_back(
                    replaced(line.substr(kEachLedger.size()), "{ledger}", tables[i].text(0)));
            }
        }
    }
    return sql;
}

std::int64_t applied_number(Connection& connection) {
    const Rows there =
        connection.query("SELECT to_regclass('public.schema_migration') IS NOT NULL");
    if (!there[0].truth(0)) {
        return 0;
    }
    return connection.query("SELECT max(number) FROM schema_migration WHERE office_id = 0")[0]
        .integer(0);
}

Result<std::vector<Migration>> migrations_after(std::int64_t applied) {
    if (applied > migrations().back().number) {
        return fail(ErrorCode::Unsupported, "库由更新的程序建立，请升级本程序", "store is newer");
    }
    std::vector<Migration> pending;
    for (const auto& migration : migrations()) {
        if (migration.number > applied) {
            pending.push_back(migration);
        }
    }
    return pending;
}

}  // namespace

bool is_postgres_url(std::string_view database) {
    return database.starts_with("postgresql://") || database.starts_with("postgres://");
}

const std::vector<Migration>& migrations() {
    static const std::vector<Migration> kMigrations = [] {
        std::vector<Migration> list;
        for (const auto& [file, sql] : kSchemaFiles) {
            // "0001-base.sql": the number, then why.
            const std::string name(file);
            list.push_back(
                {std::stoi(name.substr(0, 4)), name.substr(5, name.size() - 9), std::string(sql)});
        }
        return list;
    }();
    return kMigrations;
}

Result<std::vector<Migration>> pending_migrations(Connection& connection) {
    const auto applied = applied_number(connection);
    if (applied == 0) {
        return fail(ErrorCode::NotFound,
                    "这个数据库里没有台账库，先运行 taizhang init --database URL", "no store");
    }
    return migrations_after(applied);
}

Result<std::vector<Migration>> pending_migrations(const std::string& url) {
    Connection connection(url);
    return pending_migrations(connection);
}

Result<void> make_schema(Connection& connection, std::int64_t number) {
    TZ_TRY(migrations_after(number));
    connection.command(kVersionTable);
    for (const auto& migration : migrations()) {
        if (migration.number <= number) {
            connection.command(migration.sql);
        } else if (migration.sql.find(kEachLedger) != std::string::npos) {
            return fail(
                ErrorCode::Unsupported,
                fmt::format("备份由旧版本的程序写成（结构 {}），用那个版本恢复，再升级", number),
                "tables of ledgers have changed since");
        }
    }
    return {};
}

Result<void> migrate(const std::string& url) {
    Connection connection(url);
    connection.command(kLock);
    connection.command(kVersionTable);
    for (const auto& migration : TZ_TRY(migrations_after(applied_number(connection)))) {
        connection.command("BEGIN");
        connection.command(migration.sql);
        for (const auto& sql : of_every_ledger(connection, migration.sql)) {
            connection.command(sql);
        }
        connection.query(
            "INSERT INTO schema_migration (office_id, number, name) VALUES (0, $1, $2)",
            Parameters().add(migration.number).add(migration.name));
        connection.command("COMMIT");
    }
    return {};
}

}  // namespace taizhang::store_postgres
