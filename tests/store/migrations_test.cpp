// SPDX-License-Identifier: Apache-2.0
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "service/records/purge_records.hpp"
#include "service/reporting/figures.hpp"
#include "store_sqlite/sqlite_store.hpp"
#include "tests/conformance/office.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kLedger = R"(
ledger: arrivals
title: {zh: 返回人员, en: Arrivals}
chapter: main
purpose: {zh: 排查, en: Check}
number: FH
retention: {days: 30}
fields:
  - {name: seen_on, title: 日期, type: date, role: happened_on}
  - {name: person_name, title: 姓名, type: person, sensitive: identity}
  - {name: origin, title: 来源, type: choice, choices: {near: 近, far: 远}}
---
indicator: arrivals.far
title: {zh: 远处返回, en: From afar}
of: arrivals
measure: count
where: origin = 'far'
unit: 人
)";

std::string with(const std::string& text, const std::string& what, const std::string& by) {
    auto copy = text;
    copy.replace(copy.find(what), what.size(), by);
    return copy;
}

service::CheckedPack pack_of(const std::string& definitions) {
    return service::check_pack({{"pack.yaml",
                                 "pack: test\ntitle: {zh: 测试, en: Test}\nversion: 2\nchapters:\n "
                                 " main: {zh: 主, en: M}\n"},
                                {"main.yaml", definitions}});
}

std::string far(TestOffice& office) {
    const auto figures =
        service::read_figures(office.session(), {*parse_period("2020"), "", {"arrivals.far"}});
    return figures ? figures->rows[0].printed : describe(figures.error());
}

// What is due is told by the last number alone.
TEST(Migrations, AreNumberedWithoutGaps) {
    int number = 0;
    for (const auto& migration : store_sqlite::migrations()) {
        EXPECT_EQ(migration.number, ++number) << migration.name;
    }
}

TEST(Migrations, ADryRunOnlyLists) {
    const auto folder = new_folder("migrate");
    SQLite::Database(  // an empty database: everything is pending
        (folder / "taizhang.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE other (id INTEGER)");
    const auto pending = store_sqlite::pending_migrations(folder);
    ASSERT_TRUE(pending);
    EXPECT_EQ(pending->size(), store_sqlite::migrations().size());
    const auto refused = store_sqlite::SqliteStore::open(folder, test_keys());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("migrate"), std::string::npos);
    ASSERT_TRUE(store_sqlite::migrate(folder));
    EXPECT_TRUE(store_sqlite::pending_migrations(folder)->empty());
    EXPECT_TRUE(store_sqlite::SqliteStore::open(folder, test_keys()));
    std::filesystem::remove_all(folder);
}

// A store as the first schema left it: roll-ups by bucket, the ledger's older indexes.
TEST(Migrations, RollupsByBucketBecomeMonthsWithTheirDays) {
    const auto folder = new_folder("by-bucket");
    {
        SQLite::Database database((folder / "taizhang.db").string(),
                                  SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec(store_sqlite::migrations().front().sql);
        database.exec(
            "CREATE TABLE schema_migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT "
            "NULL); INSERT INTO schema_migration VALUES (1, 'base');"
            "CREATE TABLE ledger_old (office_id, id, number, happened_on, match_key, area_id);"
            "CREATE INDEX ledger_old_by_date ON ledger_old (office_id, happened_on, area_id);"
            "INSERT INTO rollup VALUES (1, 5, 9, 20200531, 2, -300), (1, 5, 9, 20200503, 1, 700),"
            "(1, 5, 9, 20200504, 0, 0), (1, 5, 9, 202005, 3, 400), (1, 6, 9, 202006, 0, 0),"
            "(1, -3, 9, 20201201, 4, 0), (1, -3, 9, 202012, 4, 0)");
    }
    ASSERT_TRUE(store_sqlite::migrate(folder));
    const SQLite::Database database((folder / "taizhang.db").string(), SQLite::OPEN_READONLY);
    SQLite::Statement rows(database,
                           "SELECT group_concat(indicator_id || '/' || area_id || '/' || month || "
                           "'/' || count || '/' || sum || '/' || days, ', ') "
                           "FROM (SELECT * FROM rollup ORDER BY indicator_id)");
    ASSERT_TRUE(rows.executeStep());
    EXPECT_EQ(rows.getColumn(0).getString(),
              "-3/9/202012/4/0/1:4:0, 5/9/202005/3/400/3:1:700 31:2:-300, 6/9/202006/0/0/");
    SQLite::Statement indexes(database,
                              "SELECT group_concat(name) FROM sqlite_master WHERE type = 'index' "
                              "AND tbl_name = 'ledger_old'");
    ASSERT_TRUE(indexes.executeStep());
    EXPECT_EQ(indexes.getColumn(0).getString(), "ledger_old_by_number");
    std::filesystem::remove_all(folder);
}

std::string only(const SQLite::Database& database, const std::string& sql) {
    SQLite::Statement row(database, sql);
    return row.executeStep() ? row.getColumn(0).getString() : "";
}

// A store as the fourth schema left it: the ledger's indexes by day and by key, events without a
// rowid of their own.
TEST(Migrations, IndexesBecomeTablesOfEntries) {
    const auto folder = new_folder("by-index");
    {
        SQLite::Database database((folder / "taizhang.db").string(),
                                  SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec(
            "CREATE TABLE schema_migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT "
            "NULL)");
        for (std::size_t i = 0; i < 4; ++i) {
            const auto& migration = store_sqlite::migrations()[i];
            database.exec(migration.sql);
            database.exec("INSERT INTO schema_migration VALUES (" +
                          std::to_string(migration.number) + ", '" + migration.name + "')");
        }
        database.exec(
            "CREATE TABLE ledger_old (office_id, id, number, happened_on, match_key, area_id, "
            "PRIMARY KEY (office_id, id)) WITHOUT ROWID;"
            "CREATE INDEX ledger_old_by_day ON ledger_old (office_id, happened_on, match_key);"
            "CREATE UNIQUE INDEX ledger_old_by_number ON ledger_old (office_id, number);"
            "CREATE INDEX ledger_old_by_key ON ledger_old (office_id, match_key);"
            "INSERT INTO ledger_old VALUES (1, 10, 'A-1', '2020-05-31', 7, 3), "
            "(1, 11, 'A-2', '2020-01-02', -7, 4);"
            "INSERT INTO audit_event VALUES (1, 1, 0, 'a', 1, 5, 10, 1, 0, 'x', NULL, NULL, NULL, "
            "x'00'), (1, 2, 0, 'a', 1, 5, 11, 1, 0, 'y', NULL, NULL, NULL, x'01')");
    }
    ASSERT_TRUE(store_sqlite::migrate(folder));
    const SQLite::Database database((folder / "taizhang.db").string(), SQLite::OPEN_READONLY);
    EXPECT_EQ(
        only(database, "SELECT group_concat(match_key || '/' || record_id) FROM match_ledger_old"),
        "-7/11,7/10");
    EXPECT_EQ(only(database,
                   "SELECT group_concat(happened_on || '/' || area_id || '/' || record_id) "
                   "FROM day_ledger_old"),
              "2020-01-02/4/11,2020-05-31/3/10");
    EXPECT_EQ(only(database, "SELECT group_concat(seq || diff || hex(digest)) FROM audit_event"),
              "1x00,2y01");
    EXPECT_EQ(only(database,
                   "SELECT group_concat(name) FROM sqlite_master WHERE type = 'index' "
                   "AND tbl_name = 'ledger_old' AND sql IS NOT NULL"),
              "ledger_old_by_number");
    EXPECT_EQ(only(database, "SELECT count(*) FROM index_gap"), "0");
    std::filesystem::remove_all(folder);
}

// A store as the seventh schema left it: without kept requests and backups.
TEST(Migrations, AnOlderStoreLearnsToKeepRequests) {
    TestOffice office(kLedger);
    ASSERT_TRUE(office.add("arrivals", {{"seen_on", "2020-02-01"}, {"origin", "远"}}));
    office.close();
    SQLite::Database(office.database().string(), SQLite::OPEN_READWRITE)
        .exec(
            "DROP TABLE kept_request; DROP TABLE backup_taken; DROP TABLE provider_link; "
            "DROP TABLE sealing_key; DROP TABLE sealing_pass; "
            "DROP TABLE attachment; DROP TABLE job; "
            "DROP TABLE saved_view; DROP TABLE draft; "
            "DROP TABLE unit_name; ALTER TABLE unit DROP COLUMN closed_on; "
            "DELETE FROM schema_migration WHERE number >= 8");
    EXPECT_FALSE(store_sqlite::SqliteStore::open(office.folder(), test_keys()));
    ASSERT_TRUE(store_sqlite::migrate(office.folder()));
    // Its values are sealed, unlike those of a store that old.
    SQLite::Database(office.database().string(), SQLite::OPEN_READWRITE)
        .exec("DELETE FROM sealing_pass");
    office.reopen();
    ASSERT_TRUE(office.store().write([](store::WriteTx& tx) -> Result<void> {
        EXPECT_FALSE(tx.last_backup());
        EXPECT_TRUE(tx.keep_request({sha256("a"), sha256("b"), tx.now(), {}, {}, 0}, {}));
        EXPECT_TRUE(tx.kept_request(sha256("a")));
        return {};
    }));
    EXPECT_EQ(far(office), "1人");
    EXPECT_TRUE(office.verify().sound());
}

TEST(Migrations, AChangedIndicatorIsCountedAnew) {
    TestOffice office(kLedger);
    ASSERT_TRUE(office.add("arrivals", {{"seen_on", "2020-02-01"}, {"origin", "近"}}));
    ASSERT_TRUE(office.add("arrivals", {{"seen_on", "2020-02-01"}, {"origin", "远"}}));
    EXPECT_EQ(far(office), "1人");
    const auto pack = pack_of(with(kLedger, "origin = 'far'", "origin is not missing"));
    const auto preview =
        service::install_pack(office.session(), pack, service::InstallMode::DryRun);
    ASSERT_TRUE(preview);
    EXPECT_EQ(preview->rebuilt, std::vector<std::string>{"arrivals.far"});
    EXPECT_EQ(far(office), "1人");
    ASSERT_TRUE(service::install_pack(office.session(), pack, service::InstallMode::Apply));
    EXPECT_EQ(far(office), "2人");
    EXPECT_TRUE(office.verify().sound());
}

TEST(Migrations, AnAddedFieldKeepsTheSeals) {
    TestOffice office(kLedger);
    ASSERT_TRUE(office.add("arrivals", {{"seen_on", "2020-02-01"}, {"origin", "远"}}));
    const auto pack =
        pack_of(with(kLedger, "  - {name: origin",
                     "  - {name: days, title: 天数, type: integer}\n  - {name: origin"));
    const auto outcome = service::install_pack(office.session(), pack, service::InstallMode::Apply);
    ASSERT_TRUE(outcome) << describe(outcome.error());
    EXPECT_TRUE(office.verify().sound());
    EXPECT_TRUE(office.add("arrivals", {{"seen_on", "2020-02-02"}, {"days", "3"}}));
    EXPECT_TRUE(office.verify().sound());
}

TEST(Migrations, ALostOrRetypedFieldIsRefused) {
    TestOffice office(kLedger);
    for (const auto& [what, by] :
         {std::pair{"type: choice, choices: {near: 近, far: 远}", "type: text"},
          std::pair{"name: person_name", "name: other_name"},
          std::pair{"{near: 近, far: 远}", "{far: 远}"}}) {
        const auto pack = pack_of(with(with(kLedger, what, by), "where: origin = 'far'\n", ""));
        const auto outcome =
            service::install_pack(office.session(), pack, service::InstallMode::Apply);
        ASSERT_FALSE(outcome) << by;
        EXPECT_EQ(outcome.error().code, ErrorCode::Conflict);
    }
}

TEST(Migrations, APurgeErasesThePersonAndKeepsTheCount) {
    TestOffice office(kLedger);
    ASSERT_TRUE(office.add(
        "arrivals", {{"seen_on", "2020-02-01"}, {"person_name", "居民甲"}, {"origin", "远"}}));
    const auto soon = service::purge_records(office.session(), Date::from_civil(2020, 1, 1));
    ASSERT_TRUE(soon);
    EXPECT_EQ(soon->purged, 0);
    const auto later = service::purge_records(office.session(), Date::from_civil(2199, 1, 1));
    ASSERT_TRUE(later);
    EXPECT_EQ(later->purged, 1);
    EXPECT_EQ(far(office), "1人");
    EXPECT_TRUE(office.verify().sound());
    office.close();
    // Neither in free pages nor in the log of the database.
    for (const auto& entry : std::filesystem::directory_iterator(office.folder())) {
        std::ifstream stream(entry.path(), std::ios::binary);
        std::ostringstream bytes;
        bytes << stream.rdbuf();
        EXPECT_EQ(bytes.str().find("居民甲"), std::string::npos) << entry.path();
    }
    SQLite::Database database(office.database().string(), SQLite::OPEN_READONLY);
    EXPECT_TRUE(database
                    .execAndGet("SELECT person_name_sealed IS NULL AND salt IS NULL FROM "
                                "ledger_arrivals")
                    .getInt() == 1);
    office.reopen();
}

}  // namespace
}  // namespace taizhang::tests
