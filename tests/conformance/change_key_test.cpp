// SPDX-License-Identifier: Apache-2.0
// A new key, and the first sealing of a store of before: values, revisions and digests stay.
#include "service/sealing/change_key.hpp"

#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "service/records/record_entry.hpp"
#include "service/search/search_records.hpp"
#include "store_postgres/postgres_store.hpp"
#include "store_sqlite/sqlite_store.hpp"
#include "tests/conformance/sealed_office.hpp"

namespace taizhang::tests {
namespace {

class ChangedKeys : public EveryAdapter {
  protected:
    ChangedKeys()
        : folder_(new_folder("keys")),
          keys_(*sealing::Keyring::create(folder_ / "office.key", sealing::Suite::Aes, {})),
          office_(kSealedLedgers, GetParam(), "", keys_) {
        for (int i = 0; i < 30; ++i) {
            records_.push_back(*office_.add("relief", secret_row(i)));
        }
        EXPECT_TRUE(service::change_record(office_.session(),
                                           {"relief", records_[0].id, 1, {{"income", "5"}}, ""}));
    }
    ~ChangedKeys() override {
        EXPECT_TRUE(office_.verify().sound());
        std::filesystem::remove_all(folder_);
    }

    std::vector<std::string> digests() {
        std::vector<std::string> all;
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            tx.scan_audit({}, [&](const store::AuditEvent& event) {
                all.push_back(to_hex(event.digest) + to_hex(event.row_digest));
                return true;
            });
            return {};
        }));
        return all;
    }
    std::vector<std::vector<model::Value>> values() {
        std::vector<std::vector<model::Value>> all;
        for (const auto& record : office_.records("relief")) {
            EXPECT_FALSE(record.damaged);
            all.push_back(record.values);
        }
        return all;
    }
    // Sealed under that key, by its id behind the format.
    std::string under(const std::string& key) {
        const auto in = [&](const std::string& column, const std::string& table) {
            return fmt::format(
                "(SELECT count(*) FROM {1} WHERE {0} IS NOT NULL AND length({0}) > 0 "
                "AND substr({0}, 2, 4) = {2})",
                column, table, "KEY");
        };
        const std::string sql =
            "SELECT " + in("phone_sealed", "ledger_relief") + " + " + in("salt", "ledger_relief") +
            " + " + in("illness_sealed", "ledger_relief") + " + " +
            in("personal_diff", "audit_event") + " + " + in("personal_sealed", "search_document");
        return office_
            .first_row({replaced(sql, "KEY", "x'" + key + "'"),
                        replaced(sql, "KEY", "'\\x" + key + "'::bytea")})
            .at(0);
    }
    std::size_t hits(const std::string& words) {
        service::SearchRequest request;
        request.words = words;
        return service::search_records(office_.session(), request)->records.size();
    }

    std::filesystem::path folder_;
    sealing::KeyringPtr keys_;
    TestOffice office_;
    std::vector<model::LedgerRecord> records_;
};

TEST_P(ChangedKeys, SealEverythingAnewAndChangeNothing) {
    EXPECT_EQ(hits("7001"), 1U);
    const auto old_key = sealing::key_name(keys_->keys().back().id);
    const auto before = digests();
    const auto values_before = values();
    EXPECT_NE(under(old_key), "0");
    const auto outcome = service::change_key(office_.session(), sealing::Suite::Sm, {});
    ASSERT_TRUE(outcome) << describe(outcome.error());
    EXPECT_FALSE(outcome->went_on);
    EXPECT_EQ(outcome->damaged, 0);
    EXPECT_GT(outcome->rows, 30);
    EXPECT_EQ(under(old_key), "0");
    EXPECT_NE(under(outcome->key), "0");
    EXPECT_EQ(values(), values_before);
    auto after = digests();
    after.resize(before.size());
    EXPECT_EQ(after, before);
    EXPECT_EQ(hits("7001"), 1U);
    EXPECT_TRUE(office_.verify().sound());
    // Another process, that reads the file anew, and one whose file is the old one.
    EXPECT_NO_THROW(office_.open_with(*sealing::Keyring::open(folder_ / "office.key")));
}

TEST_P(ChangedKeys, GoOnWhereTheyWereStopped) {
    for (int i = 0; i < static_cast<int>(limits::kResealedRowsMax); ++i) {
        ASSERT_TRUE(office_.add_behind("relief", {{"day", "2020-05-20"}, {"applicant", "甲"}}));
    }
    ASSERT_TRUE(office_.store().sync());
    const auto old_key = sealing::key_name(keys_->keys().back().id);
    const auto stopped = service::change_key(office_.session(), sealing::Suite::Aes,
                                             [](const auto&) { return false; });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Interrupted);
    EXPECT_EQ(keys_->keys().size(), 2U);
    EXPECT_NE(under(old_key), "0");
    EXPECT_EQ(values().size(), 30 + limits::kResealedRowsMax);
    const auto outcome = service::change_key(office_.session(), sealing::Suite::Aes, {});
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome->went_on);
    EXPECT_EQ(keys_->keys().size(), 2U);
    EXPECT_EQ(under(old_key), "0");
}

TEST_P(ChangedKeys, DoNotDisturbThoseWhoWrite) {
    std::atomic<bool> stop = false;
    std::atomic<int> written = 0;
    // As another process, with a ring of its own over the same file.
    const auto others = office_.open_with(*sealing::Keyring::open(folder_ / "office.key"));
    std::thread clerk([&] {
        const service::Session session{*others, access::local_operator("clerk")};
        for (int i = 0; !stop; ++i) {
            const auto& record = records_[static_cast<std::size_t>(1 + i % 20)];
            const auto revision = 1 + i / 20;
            const auto changed = service::change_record(
                session, {"relief", record.id, revision, {{"income", std::to_string(i)}}, ""});
            EXPECT_TRUE(changed) << describe(changed.error());
            written += changed && changed->errors.empty() && !changed->outdated ? 1 : 0;
        }
    });
    while (written < 5 && !HasFailure()) {
        std::this_thread::yield();
    }
    const auto old_key = sealing::key_name(keys_->keys().back().id);
    const auto outcome = service::change_key(office_.session(), sealing::Suite::Aes, {});
    const int so_far = written;
    while (written < so_far + 5 && !HasFailure()) {
        std::this_thread::yield();
    }
    stop = true;
    clerk.join();
    ASSERT_TRUE(outcome) << describe(outcome.error());
    if (GetParam() == Adapter::Sqlite) {
        EXPECT_EQ(under(old_key), "0");  // one writer: nobody was half-way with the old one
    }
    EXPECT_EQ(values().size(), 30U);
}

// A store as the schema before left it: everything in the clear.
class Unsealed : public ChangedKeys {
  protected:
    struct Plain {
        std::string field, sqlite, postgres;
    };

    void unseal() {
        std::vector<RawSql> sql;
        for (const auto& [field, type] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"applicant", "TEXT"},
                 {"phone", "TEXT"},
                 {"id_number", "TEXT"},
                 {"address", "TEXT"},
                 {"illness", "TEXT"},
                 {"income_fen", "BIGINT"},
                 {"weight", "DOUBLE PRECISION"},
                 {"children", "BIGINT"},
                 {"born", "DATE"},
                 {"called_at", "BIGINT"},
                 {"alone", "BOOLEAN"}}) {
            const std::string sqlite = std::string(type) == "DATE" ? "TEXT" : type;
            const std::string add = "ALTER TABLE ledger_relief ADD COLUMN " + std::string(field);
            sql.emplace_back(add + " " + sqlite, add + " " + type);
        }
        for (const auto& record : office_.records("relief")) {
            sql.push_back(plain_row(record));
        }
        EXPECT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            tx.scan_audit({}, [&](const store::AuditEvent& event) {
                if (!event.personal_diff.empty()) {
                    sql.push_back(blob(fmt::format("UPDATE audit_event SET personal_diff = {{}} "
                                                   "WHERE seq = {}",
                                                   event.seq),
                                       event.personal_diff));
                }
                return true;
            });
            return {};
        }));
        sql.emplace_back("DROP INDEX ledger_relief_one_phone_blind");
        for (const auto* column :
             {"applicant_sealed", "applicant_blind", "phone_sealed", "phone_blind",
              "id_number_sealed", "id_number_blind", "address_sealed", "illness_sealed",
              "income_sealed", "weight_sealed", "children_sealed", "born_sealed",
              "called_at_sealed", "alone_sealed"}) {
            sql.emplace_back(std::string("ALTER TABLE ledger_relief DROP COLUMN ") + column);
        }
        sql.emplace_back("DELETE FROM sealing_key");
        sql.emplace_back(
            "DELETE FROM search_document; DELETE FROM search_ledger; "
            "DELETE FROM search_head");
        sql.emplace_back(
            "INSERT INTO sealing_pass (office_id, kind, part, after_id) "
            "SELECT office_id, 1, 0, -9223372036854775808 FROM office");
        office_.execute_all(sql);
    }

    static RawSql blob(const std::string& text, const std::string& bytes) {
        return {fmt::format(fmt::runtime(text), "x'" + hex_of(bytes) + "'"),
                fmt::format(fmt::runtime(text), "'\\x" + hex_of(bytes) + "'::bytea")};
    }

    // The columns as they were, with the match key of before.
    RawSql plain_row(const model::LedgerRecord& record) {
        const auto definitions = office_.definitions();
        const auto& ledger = *definitions->catalog.pack.ledger("relief");
        const auto at = [&](const char* name) { return record.values[*ledger.field_index(name)]; };
        const auto text = [&](const char* name) { return std::get<std::string>(at(name)); };
        const auto key = model::match_key(ledger, record.values);
        const std::string both = fmt::format(
            "UPDATE ledger_relief SET salt = {{}}, applicant = '{}', phone = '{}', "
            "id_number = '{}', address = '{}', illness = '{}', income_fen = {}, weight = 61.375, "
            "children = 7391537391, born = '1949-12-31', called_at = {}, alone = TRUE, match_key = "
            "{} "
            "WHERE id = {}",
            text("applicant"), text("phone"), text("id_number"), text("address"), text("illness"),
            std::get<Money>(at("income")).fen, std::get<Instant>(at("called_at")).milliseconds, key,
            record.id.value);
        RawSql sql = blob(both, record.salt);
        sql.sqlite +=
            fmt::format("; UPDATE match_ledger_relief SET match_key = {} WHERE record_id = {}", key,
                        record.id.value);
        return sql;
    }

    service::StorePtr open_to_seal() {
        if (GetParam() == Adapter::Postgres) {
            return std::move(*store_postgres::PostgresStore::open(office_.url(), keys_, nullptr,
                                                                  store::Opening::ToSeal));
        }
        return std::move(*store_sqlite::SqliteStore::open(office_.url(), keys_, nullptr,
                                                          store::Opening::ToSeal));
    }
};

TEST_P(Unsealed, StoresAreSealedOnceAndStayWhatTheyAre) {
    const auto before = digests();
    const auto values_before = values();
    unseal();
    EXPECT_NE(stored_bytes(office_).find("龘靐"), std::string::npos);
    EXPECT_THROW(office_.reopen(), std::runtime_error);
    {
        const auto store = open_to_seal();
        const service::Session session{*store, access::local_operator("test")};
        const auto sealed = service::finish_sealing(session, {});
        ASSERT_TRUE(sealed) << describe(sealed.error());
        EXPECT_TRUE(sealed->went_on);
        EXPECT_EQ(sealed->damaged, 0);
    }
    if (GetParam() == Adapter::Sqlite) {
        ASSERT_TRUE((*store_sqlite::SqliteStore::open(office_.url(), keys_))->compact());
    } else {
        ASSERT_TRUE((*store_postgres::PostgresStore::open(office_.url(), keys_))->compact());
    }
    expect_no_secret(stored_bytes(office_), secrets());
    office_.reopen();
    EXPECT_EQ(values(), values_before);
    auto after = digests();
    after.resize(before.size());
    EXPECT_EQ(after, before);
    EXPECT_EQ(hits("7001"), 1U);
    EXPECT_FALSE(office_.add("relief", secret_row(1)));  // its number is taken still
    EXPECT_TRUE(office_.add("relief", secret_row(77)));
    expect_no_secret(stored_bytes(office_), secrets());
}

TZ_FOR_EVERY_ADAPTER(ChangedKeys);
TZ_FOR_EVERY_ADAPTER(Unsealed);

}  // namespace
}  // namespace taizhang::tests
