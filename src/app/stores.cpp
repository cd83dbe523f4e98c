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
