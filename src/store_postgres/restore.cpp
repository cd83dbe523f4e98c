// SPDX-License-Identifier: Apache-2.0
// Everything in one transaction: a restore that does not come to its end leaves an empty database.
#include <fmt/format.h>

#include <algorithm>

#include "store_postgres/backup_tables.hpp"
#include "store_postgres/limits.hpp"
#include "store_postgres/postgres_store.hpp"
#include "store_postgres/summary.hpp"

namespace taizhang::store_postgres {
namespace {

tl::unexpected<Error> corrupt(std::string log) {
    return fail(ErrorCode::Corrupt, "备份里的内容装不进数据库，换一份备份", std::move(log));
}

Result<std::string> read_piece(store::BackupSource& source, std::uint64_t bytes) {
    if (bytes > limits::kPostgresPieceBytesMax) {
        return corrupt("a piece is too long");
    }
    return source.read(static_cast<std::size_t>(bytes));
}

Result<void> check_empty(Connection& connection) {
    const Rows tables = connection.query(
        "SELECT c.relname::text FROM pg_class c WHERE c.relkind IN ('r', 'p') "
        "AND c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_depend d "
        "WHERE d.objid = c.oid AND d.deptype = 'e') LIMIT 1");
    if (tables.empty()) {
        return {};
    }
    return fail(ErrorCode::Conflict, "这个数据库不是空的，恢复到一个新建的空数据库",
                "there is a table " + tables[0].text(0));
}

// The tables of the program's own migrations, as of the backup's; those of ledgers by their shapes.
Result<void> make_tables(Connection& connection, std::int64_t schema,
                         const std::vector<TableShape>& tables) {
    TZ_TRY(make_schema(connection, schema));
    for (const auto& table : tables) {
        if (is_ledger_table(table)) {
            for (const auto& sql : create_table_sql(ledger_shape(table))) {
                connection.command(sql);
            }
        }
    }
    return {};
}

Result<void> load(Connection& connection, store::BackupSource& source,
                  const std::vector<TableShape>& tables) {
    std::string name;
    std::uint64_t bytes = 0;
    while (TZ_TRY(source.next(name, bytes))) {
        const auto table = std::find_if(tables.begin(), tables.end(), [&](const auto& one) {
            return name.starts_with(one.table + "/");
        });
        if (table == tables.end()) {
            return corrupt("a piece of no table: " + name);
        }
        connection.copy_in(copy_of(*table) + " FROM STDIN", TZ_TRY(read_piece(source, bytes)));
    }
    return {};
}

Result<void> restore_into(Connection& connection, std::int64_t schema, store::BackupSource& source,
                          const store::RestoreCheck& check) {
    TZ_TRY(check_empty(connection));
    std::string name;
    std::uint64_t bytes = 0;
    if (!TZ_TRY(source.next(name, bytes)) || name != kTablesPiece) {
        return corrupt("no list of tables");
    }
    const auto tables = TZ_TRY(read_tables_text(TZ_TRY(read_piece(source, bytes))));
    connection.command("BEGIN");
    TZ_TRY(make_tables(connection, schema, tables));
    TZ_TRY(load(connection, source, tables));
    TZ_TRY(check(TZ_TRY(summary_of(connection, tables))));
    connection.command("COMMIT");
    connection.command("ANALYZE");
    return {};
}

}  // namespace

Result<void> PostgresStore::restore(const std::string& url, std::int64_t schema,
                                    store::BackupSource& source, const store::RestoreCheck& check) {
    try {
        Connection connection(url);
        return restore_into(connection, schema, source, check);
    } catch (const DatabaseError& error) {
        return error.lost() ? Result<void>(tl::unexpected(unreachable(error)))
                            : Result<void>(corrupt(error.what()));
    }
}

}  // namespace taizhang::store_postgres
