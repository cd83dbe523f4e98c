// SPDX-License-Identifier: Apache-2.0
// A store of its own for each test, with areas and whatever definitions the test writes down.
#pragma once

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "service/attachments/attachment_files.hpp"
#include "service/pack/install_pack.hpp"
#include "service/records/record_writer.hpp"
#include "service/session.hpp"
#include "service/verify/verify.hpp"
#include "tests/conformance/database.hpp"

namespace taizhang::tests {

class TestOffice {
  public:
    // `definitions`: ledgers and indicators as in a file of a pack.
    // `more_head`: further lines of pack.yaml.
    explicit TestOffice(const std::string& definitions, Adapter adapter = current_adapter(),
                        const std::string& more_head = "", sealing::KeyringPtr keys = test_keys());
    ~TestOffice();
    TestOffice(const TestOffice&) = delete;
    TestOffice& operator=(const TestOffice&) = delete;

    service::Session session() {
        service::Session session{*store_, access::local_operator("test")};
        session.files = &files_;
        return session;
    }
    const service::AttachmentFiles& files() const { return files_; }
    std::shared_ptr<const service::Definitions> definitions();
    store::Store& store() { return *store_; }
    std::filesystem::path folder() const { return folder_; }
    std::filesystem::path database() const { return folder_ / "taizhang.db"; }  // of SQLite
    std::string url() const { return database_->url(); }
    void close() { store_.reset(); }
    void reopen();
    // Another one beside it, as another process has it.
    service::StorePtr open_again() { return database_->open(keys_); }
    service::StorePtr open_with(sealing::KeyringPtr keys) {
        return database_->open(std::move(keys));
    }
    // Behind the program's back, while the store is closed.
    void execute(const RawSql& sql);
    // The same of many, and closed it stays.
    void execute_all(const std::vector<RawSql>& statements);
    std::vector<std::string> first_row(const RawSql& sql) { return database_->first_row(sql); }
    // Becomes what the other is, which is closed.
    void become(const TestOffice& other);

    service::VerifyOutcome verify();
    // One record by its fields' texts; the ledger's own rules apply.
    Result<model::LedgerRecord> add(const std::string& ledger,
                                    const std::vector<std::pair<std::string, std::string>>& row);
    // The same as bulk work does it: answered before it is durable.
    Result<void> add_behind(const std::string& ledger,
                            const std::vector<std::pair<std::string, std::string>>& row);
    // Every record of the ledger, deleted ones too.
    std::vector<model::LedgerRecord> records(const std::string& ledger);

  private:
    using Write = std::function<Result<void>(const std::function<Result<void>(store::WriteTx&)>&)>;
    Result<model::LedgerRecord> add_by(const Write& write, const std::string& ledger,
                                       const std::vector<std::pair<std::string, std::string>>& row);

    std::filesystem::path folder_;
    service::AttachmentFiles files_{folder_ / "attachments"};
    std::unique_ptr<TestDatabase> database_;
    sealing::KeyringPtr keys_;
    service::StorePtr store_;
};

// The same one, with less.
access::Principal without(const access::Principal& principal, access::Permission permission);
access::Principal within(const access::Principal& principal, std::vector<AreaId> areas);

// A folder that no other test uses.
std::filesystem::path new_folder(const std::string& name);

// Two communities with two cells each.
extern const char* const kAreas;

}  // namespace taizhang::tests
