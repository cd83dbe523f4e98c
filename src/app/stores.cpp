// SPDX-License-Identifier: Apache-2.0
#include "app/stores.hpp"

#include "app/keys.hpp"
#include "service/sealing/change_key.hpp"
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

Result<service::StorePtr> open_store(const std::string& place, const std::string& key_file,
                                     store::CommitCounts& commits) {
    // That there is no store is told before that there is no key.
    if (!is_postgres_url(place)) {
        TZ_TRY(store_sqlite::store_file(place));
    }
    auto keys = open_keys(place, key_file);
    if (!keys && !TZ_TRY(pending_migrations(place)).empty()) {
        // It has none yet; the adapter says what is to be done first.
        keys = sealing::Keyring::passing(sealing::Suite::Aes);
    }
    if (!keys) {
        return tl::unexpected(keys.error());
    }
    return is_postgres_url(place) ? as_store(PostgresStore::open(place, *keys, &commits))
                                  : as_store(SqliteStore::open(place, *keys, &commits));
}

Result<service::StorePtr> create_store(const std::string& place, const std::string& suite) {
    const auto keys = TZ_TRY(keys_for_new(place, suite));
    auto store = is_postgres_url(place) ? as_store(PostgresStore::create(place, keys.keys))
                                        : as_store(SqliteStore::create(place, keys.keys));
    if (!store && keys.made) {
        std::error_code ignored;
        std::filesystem::remove(keys.keys->file(), ignored);
    }
    return store;
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
    const bool postgres = is_postgres_url(place);
    auto names = postgres ? names_of(TZ_TRY(store_postgres::pending_migrations(place)))
                          : names_of(TZ_TRY(store_sqlite::pending_migrations(place)));
    if (names.empty() &&
        (postgres ? store_postgres::sealing_is_due(place) : store_sqlite::sealing_is_due(place))) {
        names.emplace_back("sealing");
    }
    return names;
}

namespace {

// The keys come first: a store that is half sealed cannot be read without them.
template <typename Adapter>
Result<void> seal_all(const std::string& place, const std::string& login_name,
                      const service::WorkReport& report) {
    const auto keys = TZ_TRY(keys_for_new(place, service::key_suites().front()));
    const auto store = TZ_TRY(Adapter::open(place, keys.keys, nullptr, store::Opening::ToSeal));
    const service::Session session{*store, access::local_operator(login_name)};
    TZ_TRY(service::finish_sealing(session, report));
    return store->compact();
}

}  // namespace

Result<void> migrate(const std::string& place, const std::string& login_name,
                     const service::WorkReport& report) {
    if (is_postgres_url(place)) {
        TZ_TRY(store_postgres::migrate(place));
        return store_postgres::sealing_is_due(place)
                   ? seal_all<PostgresStore>(place, login_name, report)
                   : Result<void>();
    }
    TZ_TRY(store_sqlite::migrate(place));
    return store_sqlite::sealing_is_due(place) ? seal_all<SqliteStore>(place, login_name, report)
                                               : Result<void>();
}

}  // namespace taizhang::app
