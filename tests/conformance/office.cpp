// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/office.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <stdexcept>

#include "model/records/parse_value.hpp"
#include "service/areas/import_areas.hpp"

namespace taizhang::tests {

namespace fs = std::filesystem;

const char* const kAreas =
    "代码,名称,级别,上级代码,生效日期\n1,云桥街道,街道,,2018-01-01\n"
    "11,石桥社区,社区,1,2018-01-01\n12,柳荫社区,社区,1,2018-01-01\n"
    "111,石桥第一网格,网格,11,2018-01-01\n112,石桥第二网格,网格,11,2018-01-01\n"
    "121,柳荫第一网格,网格,12,2018-01-01\n122,柳荫第二网格,网格,12,2018-01-01\n";

namespace {

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return take_value(std::move(result));
}

constexpr const char* kHead =
    "pack: test\ntitle: {zh: 测试, en: Test}\nversion: 1\nchapters:\n  main: {zh: 主, en: Main}\n";

}  // namespace

fs::path new_folder(const std::string& name) {
    static std::atomic<int> count{0};
    fs::path folder =
        fs::temp_directory_path() / fmt::format("taizhang-{}-{}-{}", name, getpid(), ++count);
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder;
}

access::Principal without(const access::Principal& principal, access::Permission permission) {
    access::Principal less{principal.name, {}};
    for (const auto& holding : principal.holdings) {
        auto changed = *holding;
        changed.permissions.erase(permission);
        less.holdings.push_back(std::make_shared<const access::Holding>(std::move(changed)));
    }
    return less;
}

access::Principal within(const access::Principal& principal, std::vector<AreaId> areas) {
    std::sort(areas.begin(), areas.end());
    access::Principal less{principal.name, {}};
    for (const auto& holding : principal.holdings) {
        auto changed = *holding;
        changed.place = {false, areas, std::nullopt};
        less.holdings.push_back(std::make_shared<const access::Holding>(std::move(changed)));
    }
    return less;
}

TestOffice::TestOffice(const std::string& definitions, Adapter adapter,
                       const std::string& more_head, sealing::KeyringPtr keys)
    : folder_(new_folder("office")),
      database_(TestDatabase::make(adapter, folder_)),
      keys_(std::move(keys)) {
    store_ = database_->create(keys_);
    must(service::create_office(session(), "1", "云桥街道办事处"));
    const auto checked =
        service::check_pack({{"pack.yaml", kHead + more_head}, {"main.yaml", definitions}});
    must(service::install_pack(session(), checked, service::InstallMode::Apply));
    std::ofstream(folder_ / "areas.csv") << kAreas;
    const auto areas = must(service::import_areas(session(), folder_ / "areas.csv"));
    if (!areas.errors.empty()) {
        throw std::runtime_error(describe(areas.errors.front()));
    }
}

TestOffice::~TestOffice() {
    store_.reset();
    database_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void TestOffice::reopen() {
    store_.reset();
    store_ = database_->open(keys_);
}

void TestOffice::execute(const RawSql& sql) {
    execute_all({sql});
    store_ = database_->open(keys_);
}

void TestOffice::execute_all(const std::vector<RawSql>& statements) {
    store_.reset();
    for (const auto& sql : statements) {
        database_->execute(sql);
    }
}

void TestOffice::become(const TestOffice& other) {
    store_.reset();
    database_->copy_from(*other.database_);
    store_ = database_->open(keys_);
}

std::shared_ptr<const service::Definitions> TestOffice::definitions() {
    return must(service::load_definitions(session()));
}

service::VerifyOutcome TestOffice::verify() {
    return must(service::verify_store(session()));
}

Result<model::LedgerRecord> TestOffice::add_by(
    const Write& write, const std::string& ledger_name,
    const std::vector<std::pair<std::string, std::string>>& row) {
    const auto loaded = definitions();
    const auto* ledger = TZ_TRY(loaded->catalog.ledger(ledger_name));
    const auto grant =
        TZ_TRY(access::authorize(session().principal, access::Permission::WriteRecords));
    std::vector<model::Value> values(ledger->fields.size());
    for (const auto& [name, text] : row) {
        const auto field = *ledger->field_index(name);
        values[field] = ledger->fields[field].type == model::FieldType::Area
                            ? model::Value{TZ_TRY(loaded->areas.find(text)).value}
                            : TZ_TRY(model::parse_typed(text, ledger->fields[field]));
    }
    if (const auto errors = service::check_row(*loaded, *ledger, values); !errors.empty()) {
        return tl::unexpected(errors.front());
    }
    const auto content = model::content_of(*ledger, std::move(values));
    model::LedgerRecord record;
    TZ_TRY(write([&](store::WriteTx& tx) -> Result<void> {
        service::RecordWriter writer(tx, *loaded, *ledger, grant, BatchId{});
        record = TZ_TRY(writer.create(content, ""));
        return {};
    }));
    return record;
}

Result<model::LedgerRecord> TestOffice::add(
    const std::string& ledger_name, const std::vector<std::pair<std::string, std::string>>& row) {
    return add_by([&](const auto& work) { return store_->write(work); }, ledger_name, row);
}

Result<void> TestOffice::add_behind(const std::string& ledger_name,
                                    const std::vector<std::pair<std::string, std::string>>& row) {
    TZ_TRY(add_by([&](const auto& work) { return store_->write_behind(work).get(); }, ledger_name,
                  row));
    return {};
}

std::vector<model::LedgerRecord> TestOffice::records(const std::string& ledger_name) {
    std::vector<model::LedgerRecord> found;
    const auto loaded = definitions();
    const auto read = store_->read([&](store::ReadTx& tx) -> Result<void> {
        store::RecordQuery query;
        query.table = loaded->table(*loaded->catalog.pack.ledger(ledger_name));
        query.scope = &model::kEverything;
        query.deleted = store::Deleted::Include;
        tx.scan_records(query, [&](const model::LedgerRecord& record) {
            found.push_back(record);
            return true;
        });
        return {};
    });
    if (!read) {
        throw std::runtime_error(describe(read.error()));
    }
    return found;
}

}  // namespace taizhang::tests
