// SPDX-License-Identifier: Apache-2.0
// Puts the program together; stores.cpp chooses the adapter.
#include <malloc.h>
#include <pwd.h>
#include <unistd.h>

#include "app/certificates.hpp"
#include "app/embedded.hpp"
#include "app/keys.hpp"
#include "app/serve.hpp"
#include "app/stores.hpp"
#include "cli/cli.hpp"

namespace {

std::string login_name() {
    const passwd* entry = getpwuid(getuid());
    return entry == nullptr ? std::to_string(getuid()) : entry->pw_name;
}

std::vector<taizhang::cli::NamedFile> named(std::vector<taizhang::app::EmbeddedFile> files) {
    std::vector<taizhang::cli::NamedFile> result;
    for (auto& file : files) {
        result.push_back({std::move(file.name), file.content});
    }
    return result;
}

// A heap for each thread keeps what that thread once needed, and so would large blocks that come
// and go; an import of a million rows takes a fifth more memory that way, and no less time.
void keep_memory_small() {
    constexpr int kLargeBlockBytes = 1 << 20;
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, kLargeBlockBytes);
}

}  // namespace

int main(int argc, char** argv) {
    keep_memory_small();
    taizhang::store::CommitCounts commits;
    taizhang::cli::Environment environment;
    environment.open_store = [&](const std::string& place, const std::string& key_file) {
        return taizhang::app::open_store(place, key_file, commits);
    };
    environment.create_store = taizhang::app::create_store;
    environment.restore_store = taizhang::app::restore_store;
    environment.create_key = taizhang::app::create_key;
    environment.bring_keys = taizhang::app::bring_keys;
    environment.pending_migrations = taizhang::app::pending_migrations;
    environment.migrate = [&](const std::string& place,
                              const taizhang::service::WorkReport& report) {
        return taizhang::app::migrate(place, environment.login_name, report);
    };
    environment.default_pack = [] { return named(taizhang::app::default_pack_files()); };
    environment.demo_workbooks = [] { return named(taizhang::app::demo_workbook_files()); };
    environment.create_certificates = taizhang::app::create_certificates;
    environment.renew_certificate = taizhang::app::renew_certificate;
    environment.serve = [&](taizhang::store::Store& store,
                            const taizhang::cli::ServeRequest& request) {
        return taizhang::app::serve(store, commits, request);
    };
    environment.openapi = taizhang::app::openapi_text;
    environment.certificate_until = taizhang::app::certificate_until;
    environment.login_name = login_name();
    return taizhang::cli::run(argc, argv, environment);
}
