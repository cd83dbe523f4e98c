// SPDX-License-Identifier: Apache-2.0
// The databases that tests write to: one of each adapter's, made for a test and gone with it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sealing/keyring.hpp"
#include "service/session.hpp"
#include "store/backup.hpp"

namespace taizhang::tests {

enum class Adapter { Sqlite, Postgres };

// The one that TestOffice uses when a test names none.
Adapter current_adapter();
void use_adapter(Adapter adapter);

// Those that every store of a test is sealed with.
sealing::KeyringPtr test_keys();

// A statement behind the program's back, where the adapters do not spell it alike.
struct RawSql {
    RawSql(std::string both) : sqlite(both), postgres(std::move(both)) {}
    RawSql(const char* both) : RawSql(std::string(both)) {}
    RawSql(std::string of_sqlite, std::string of_postgres)
        : sqlite(std::move(of_sqlite)), postgres(std::move(of_postgres)) {}

    std::string sqlite;
    std::string postgres;
};

class TestDatabase {
  public:
    // In that folder, or on the server that tests/with_postgres started.
    static std::unique_ptr<TestDatabase> make(Adapter adapter, const std::filesystem::path& folder);
    virtual ~TestDatabase() = default;

    virtual service::StorePtr create(sealing::KeyringPtr keys = test_keys()) = 0;
    // Also a second time, as another process does.
    virtual service::StorePtr open(sealing::KeyringPtr keys = test_keys()) = 0;
    // With the database's own checks switched off. Nobody may have the store open.
    virtual void execute(const RawSql& sql) = 0;
    // Columns of the first row as text; NULL as "".
    virtual std::vector<std::string> first_row(const RawSql& sql) = 0;
    // Takes over all that another of the same adapter holds, which nobody has open.
    virtual void copy_from(const TestDatabase& other) = 0;
    virtual std::string url() const = 0;  // or the folder
};

// Into a folder or a database by its URL, as the program does it.
Result<void> restore_into(const std::string& place, const store::StoreSummary& summary,
                          store::BackupSource& source, const store::RestoreCheck& check);

}  // namespace taizhang::tests
