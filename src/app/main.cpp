// SPDX-License-Identifier: Apache-2.0
// The only place that chooses adapters.
#include <pwd.h>
#include <unistd.h>

#include "app/certificates.hpp"
#include "app/embedded.hpp"
#include "app/serve.hpp"
#include "cli/cli.hpp"
#include "store_sqlite/sqlite_store.hpp"

namespace {

using taizhang::Result;

std::string login_name() {
    const passwd* entry = getpwuid(getuid());
    return entry == nullptr ? std::to_string(getuid()) : entry->pw_name;
}

Result<taizhang::service::StorePtr> as_store(
    Result<std::unique_ptr<taizhang::store_sqlite::SqliteStore>> store) {
    if (!store) {
        return tl::unexpected(store.error());
    }
    return taizhang::service::StorePtr(std::move(*store));
}

Result<std::vector<std::string>> pending(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& migration : TZ_TRY(taizhang::store_sqlite::pending_migrations(folder))) {
        names.push_back(std::to_string(migration.number) + " " + migration.name);
    }
    return names;
}

std::vector<taizhang::cli::NamedFile> named(std::vector<taizhang::app::EmbeddedFile> files) {
    std::vector<taizhang::cli::NamedFile> result;
    for (auto& file : files) {
        result.push_back({std::move(file.name), file.content});
    }
    return result;
}

}  // namespace

int main(int argc, char** argv) {
    using taizhang::store_sqlite::SqliteStore;
    taizhang::cli::Environment environment;
    environment.open_store = [](const auto& folder) { return as_store(SqliteStore::open(folder)); };
    environment.create_store = [](const auto& folder) {
        return as_store(SqliteStore::create(folder));
    };
    environment.pending_migrations = pending;
    environment.migrate = taizhang::store_sqlite::migrate;
    environment.default_pack = [] { return named(taizhang::app::default_pack_files()); };
    environment.demo_workbooks = [] { return named(taizhang::app::demo_workbook_files()); };
    environment.create_certificates = taizhang::app::create_certificates;
    environment.renew_certificate = taizhang::app::renew_certificate;
    environment.serve = taizhang::app::serve;
    environment.login_name = login_name();
    return taizhang::cli::run(argc, argv, environment);
}
