// SPDX-License-Identifier: Apache-2.0
#include "app/stores.hpp"

#include "store_postgres/postgres_store.hpp"
#include "store_sqlite/sqlite_store.hpp"

namespace taizhang::app {
namespace {

using store_postgres::is_postgres_url;
using store_postgres::PostgresStore;
using store_sqlite::SqliteStore;

template <typename Adapter>
Result<service::StorePtr> as_store(Result<std::unique_ptr<Adapter>> store) {
    if (!store) {
        return tl::unexpected(store.error());
    }
    return service::StorePtr(std::move(*store));
}

template <typename Migrations>
std::vector<std::string> names_of(const Migrations& migrations) {
    std::vector<std::string> names;
    for (const auto& migration : migrations) {
        names.push_back(std::to_string(migration.number) + " " + migration.name);
    }
    return names;
}

}  // namespace

Result<service::StorePtr> open_store(const std::string& place, store::CommitCounts& commits) {
    return is_postgres_url(place) ? as_store(PostgresStore::open(place, &commits))
                                  : as_store(SqliteStore::open(place, &commits));
}

Result<service::StorePtr> create_store(const std::string& place) {
    return is_postgres_url(place) ? as_store(PostgresStore::create(place))
                                  : as_store(SqliteStore::create(place));
}

Result<void> restore_store(const std::string& place, const store::StoreSummary& summary,
                           store::BackupSource& source, const store::RestoreCheck& check) {
    const bool postgres = is_postgres_url(place);
    if (summary.contents != (postgres ? store::kPostgresContents : store::kSqliteContents)) {
        return fail(ErrorCode::Unsupported,
                    postgres ? "这是数据文件夹的备份，用 --data 恢复到新文件夹"
                             : "这是 PostgreSQL 库的备份，用 --database 恢复到空数据库",
                    "contents of another kind: " + summary.contents);
    }
    if (summary.schema > (postgres ? store_postgres::migrations().back().number
                                   : store_sqlite::migrations().back().number)) {
        return fail(ErrorCode::Unsupported, "备份由更新的程序写成，请升级本程序", "store is newer");
    }
    return postgres ? PostgresStore::restore(place, summary.schema, source, check)
                    : SqliteStore::restore(place, source, check);
}

Result<std::vector<std::string>> pending_migrations(const std::string& place) {
    if (is_postgres_url(place)) {
        return names_of(TZ_TRY(store_postgres::pending_migrations(place)));
    }
    return names_of(TZ_TRY(store_sqlite::pending_migrations(place)));
}

Result<void> migrate(const std::string& place) {
    return is_postgres_url(place) ? store_postgres::migrate(place) : store_sqlite::migrate(place);
}

}  // namespace taizhang::app
