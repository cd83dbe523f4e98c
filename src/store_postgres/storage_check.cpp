// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/storage_check.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"

namespace taizhang::store_postgres {
namespace {

class StorageChecker {
  public:
    StorageChecker(Connection& connection, const store::GoOn& go_on,
                   std::vector<std::string>& findings)
        : connection_(connection), go_on_(go_on), findings_(findings) {}

    void run() {
        check_catalogue();
        check_references();
        check_trees();
    }

  private:
    bool goes_on() const {
        return findings_.size() < limits::kVerifyFindingsMax && (!go_on_ || go_on_());
    }

    void check_catalogue() {
        const Rows indexes = connection_.query(
            "SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "WHERE c.relnamespace = 'public'::regnamespace AND NOT (i.indisvalid AND "
            "i.indisready)");
        for (int i = 0; i < indexes.size(); ++i) {
            findings_.push_back(fmt::format("索引 {} 无效，请 REINDEX", indexes[i].bytes(0)));
        }
        const Rows constraints = connection_.query(
            "SELECT conname::text, conrelid::regclass::text FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace AND NOT convalidated");
        for (int i = 0; i < constraints.size(); ++i) {
            findings_.push_back(fmt::format("{} 的约束 {} 没有核对过", constraints[i].bytes(1),
                                            constraints[i].bytes(0)));
        }
    }

    // Somebody who switches the checks of the server off may leave rows that point nowhere. Every
    // foreign key of the schema consists of office_id and one column more, or of office_id alone.
    void check_references() {
        const Rows keys = connection_.query(
            "SELECT k.conrelid::regclass::text, k.confrelid::regclass::text, "
            "string_agg(format('r.%I = p.%I', a.attname, b.attname), ' AND ' ORDER BY u.place), "
            "string_agg(format('r.%I IS NOT NULL', a.attname), ' AND ' ORDER BY u.place) "
            "FROM pg_constraint k CROSS JOIN LATERAL "
            "unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(mine, theirs, place) "
            "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.mine "
            "JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.theirs "
            "WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace "
            "GROUP BY k.oid, k.conrelid, k.confrelid ORDER BY k.conrelid");
        for (int i = 0; i < keys.size() && goes_on(); ++i) {
            const Rows missing = connection_.query_once(fmt::format(
                "SELECT 1 FROM {} r WHERE {} AND NOT EXISTS (SELECT 1 FROM {} p WHERE {}) LIMIT 1",
                keys[i].bytes(0), keys[i].bytes(3), keys[i].bytes(1), keys[i].bytes(2)));
            if (!missing.empty()) {
                findings_.push_back(fmt::format("{} points to a missing row of {}",
                                                keys[i].bytes(0), keys[i].bytes(1)));
            }
        }
    }

    void check_trees() {
        const Rows extension = connection_.query(
            "SELECT has_function_privilege(p.oid, 'EXECUTE') FROM pg_proc p JOIN pg_extension e "
            "ON e.extnamespace = p.pronamespace WHERE e.extname = 'amcheck' "
            "AND p.proname = 'bt_index_check' AND p.pronargs = 2");
        if (extension.empty() || !extension[0].truth(0)) {
            return;
        }
        const Rows trees = connection_.query(
            "SELECT c.oid::bigint, c.relname::text FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam "
            "WHERE c.relnamespace = 'public'::regnamespace AND m.amname = 'btree' "
            "AND i.indisvalid AND i.indisready");
        for (int i = 0; i < trees.size() && goes_on(); ++i) {
            connection_.command("SAVEPOINT tree");
            try {
                connection_.query("SELECT bt_index_check(($1::bigint)::oid::regclass, true)",
                                  Parameters().add(trees[i].integer(0)));
                connection_.command("RELEASE tree");
            } catch (const DatabaseError& error) {
                if (error.lost()) {
                    throw;
                }
                connection_.command("ROLLBACK TO tree");
                findings_.push_back(fmt::format("索引 {}：{}", trees[i].bytes(1), error.what()));
            }
        }
    }

    Connection& connection_;
    const store::GoOn& go_on_;
    std::vector<std::string>& findings_;
};

}  // namespace

std::vector<std::string> check_storage(Connection& connection, const store::GoOn& go_on) {
    std::vector<std::string> findings;
    StorageChecker(connection, go_on, findings).run();
    return findings;
}

store::EngineState engine_state(Connection& connection) {
    const Rows rows = connection.query(
        "SELECT current_setting('server_version'), current_setting('fsync'), "
        "current_setting('full_page_writes'), current_setting('synchronous_commit'), "
        "pg_database_size(current_database())");
    const Row row = rows[0];
    store::EngineState state;
    state.version = "PostgreSQL " + row.text(0);
    state.settings = fmt::format("fsync={} full_page_writes={} synchronous_commit={}", row.bytes(1),
                                 row.bytes(2), row.bytes(3));
    state.durable = row.bytes(1) == "on" && row.bytes(2) == "on" && row.bytes(3) != "off";
    state.data_bytes = row.integer(4);
    return state;
}

}  // namespace taizhang::store_postgres
