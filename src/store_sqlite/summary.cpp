// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/summary.hpp"

#include <fmt/format.h>

namespace taizhang::store_sqlite {
namespace {

std::int64_t number(Connection& connection, const std::string& sql) {
    SQLite::Statement row(connection.database(), sql);
    return row.executeStep() ? row.getColumn(0).getInt64() : 0;
}

std::int64_t count_records(Connection& connection) {
    std::vector<std::string> tables;
    SQLite::Statement row(
        connection.database(),
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'ledger_*'");
    while (row.executeStep()) {
        tables.push_back(row.getColumn(0).getString());
    }
    std::int64_t records = 0;
    for (const auto& table : tables) {
        records += number(connection, fmt::format("SELECT count(*) FROM \"{}\"", table));
    }
    return records;
}

}  // namespace

Result<store::StoreSummary> summary_of(Connection& connection) {
    store::StoreSummary summary;
    summary.contents = store::kSqliteContents;
    summary.schema = number(connection, "SELECT max(number) FROM schema_migration");
    SQLite::Statement office(connection.database(),
                             "SELECT o.code, o.name, h.last_seq, h.last_seal_digest FROM office o "
                             "LEFT JOIN audit_head h ON h.office_id = o.office_id LIMIT 1");
    if (!office.executeStep()) {
        return fail(ErrorCode::NotFound, "库里还没有单位，先运行 taizhang init", "no office");
    }
    summary.office_code = office.getColumn(0).getString();
    summary.office_name = office.getColumn(1).getString();
    summary.last_sealed = office.getColumn(2).getInt64();
    summary.last_seal = read_digest(office.getColumn(3));
    summary.records = count_records(connection);
    summary.events = number(connection, "SELECT count(*) FROM audit_event");
    summary.seals = number(connection, "SELECT count(*) FROM audit_seal");
    if (connection.database().tableExists("sealing_key")) {
        SQLite::Statement key(connection.database(),
                              "SELECT key_id FROM sealing_key ORDER BY key_id");
        while (key.executeStep()) {
            summary.keys.push_back(
                sealing::key_name(static_cast<sealing::KeyId>(key.getColumn(0).getInt64())));
        }
    }
    return summary;
}

}  // namespace taizhang::store_sqlite
