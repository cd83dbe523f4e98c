// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/summary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "store_postgres/backup_tables.hpp"

namespace taizhang::store_postgres {

Result<store::StoreSummary> summary_of(Connection& connection,
                                       const std::vector<TableShape>& tables) {
    store::StoreSummary summary;
    summary.contents = store::kPostgresContents;
    summary.schema =
        connection.query("SELECT max(number) FROM schema_migration WHERE office_id = 0")[0].integer(
            0);
    const Rows id = connection.query("SELECT office_id FROM office LIMIT 1");
    if (id.empty()) {
        return fail(ErrorCode::NotFound, "库里还没有单位，先运行 taizhang init", "no office");
    }
    const OfficeId office{id[0].integer(0)};
    const Rows named =
        connection.query("SELECT code, name FROM office WHERE office_id = $1", Parameters(office));
    summary.office_code = named[0].text(0);
    summary.office_name = named[0].text(1);
    const auto count = [&](const std::string& table) {
        return connection
            .query_once(fmt::format("SELECT count(*) FROM \"{}\" WHERE office_id = $1", table),
                        Parameters(office))[0]
            .integer(0);
    };
    for (const auto& table : tables) {
        summary.records += is_ledger_table(table) ? count(table.table) : 0;
    }
    summary.events = count("audit_event");
    summary.seals = count("audit_seal");
    const bool sealed = std::any_of(tables.begin(), tables.end(), [](const TableShape& table) {
        return table.table == "sealing_key";
    });
    const Rows keys =
        connection.query(sealed ? "SELECT key_id FROM sealing_key WHERE office_id = $1 ORDER BY 1"
                                : "SELECT 0 WHERE $1::bigint = 0",
                         Parameters(office));
    for (int i = 0; i < keys.size(); ++i) {
        summary.keys.push_back(sealing::key_name(static_cast<sealing::KeyId>(keys[i].integer(0))));
    }
    const Rows head =
        connection.query("SELECT last_seq, last_seal_digest FROM seal_head WHERE office_id = $1",
                         Parameters(office));
    if (!head.empty()) {
        summary.last_sealed = head[0].integer(0);
        summary.last_seal = head[0].digest(1);
    }
    return summary;
}

}  // namespace taizhang::store_postgres
