// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/text.hpp"
#include "store_sqlite/schema_files.hpp"
#include "store_sqlite/sqlite_store.hpp"

namespace taizhang::store_sqlite {
namespace {

constexpr const char* kVersionTable =
    "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER NOT NULL PRIMARY KEY, "
    "name TEXT NOT NULL)";

int applied_number(Connection& connection) {
    if (!connection.database().tableExists("schema_migration")) {
        return 0;
    }
    SQLite::Statement row(connection.database(), "SELECT max(number) FROM schema_migration");
    return row.executeStep() ? row.getColumn(0).getInt() : 0;
}

// Lines "-- each ledger: SQL", for every ledger's table in place of {ledger}.
std::vector<std::string> of_every_ledger(Connection& connection, const std::string& migration) {
    constexpr std::string_view kMark = "-- each ledger: ";
    std::vector<std::string> sql;
    SQLite::Statement table(connection.database(),
                            "SELECT name FROM sqlite_master WHERE type = 'table' "
                            "AND name GLOB 'ledger_*'");
    while (table.executeStep()) {
        for (const auto& line : split(migration, "\n")) {
            if (line.starts_with(kMark)) {
                sql.push_back(replaced(line.substr(kMark.size()), "{ledger}",
                                       table.getColumn(0).getString()));
            }
        }
    }
    return sql;
}

}  // namespace

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

Result<std::filesystem::path> store_file(const std::filesystem::path& data_folder) {
    auto file = data_folder / "taizhang.db";
    if (!std::filesystem::exists(file)) {
        return fail(ErrorCode::NotFound,
                    fmt::format("{} 里没有台账库，先运行 taizhang init --data {}",
                                data_folder.string(), data_folder.string()),
                    "no store");
    }
    return file;
}

Result<std::vector<Migration>> pending_migrations(const std::filesystem::path& data_folder) {
    Connection connection(TZ_TRY(store_file(data_folder)), Mode::ReadOnly);
    return pending_migrations(connection);
}

Result<std::vector<Migration>> pending_migrations(Connection& connection) {
    const int applied = applied_number(connection);
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

Result<void> migrate(const std::filesystem::path& data_folder) {
    const auto pending = TZ_TRY(pending_migrations(data_folder));
    Connection connection(data_folder / "taizhang.db", Mode::ReadWrite);
    connection.execute(kVersionTable);
    for (const auto& migration : pending) {
        SQLite::Transaction transaction(connection.database());
        connection.execute(migration.sql);
        for (const auto& sql : of_every_ledger(connection, migration.sql)) {
            connection.execute(sql);
        }
        SQLite::Statement row(connection.database(),
                              "INSERT INTO schema_migration (number, name) VALUES (?, ?)");
        row.bind(1, migration.number);
        row.bind(2, migration.name);
        row.exec();
        transaction.commit();
    }
    return {};
}

}  // namespace taizhang::store_sqlite
