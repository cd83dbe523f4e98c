// SPDX-License-Identifier: Apache-2.0
// The tables and statements of a real office, such that Citus can distribute them by office_id.
// Run with every statement in the server's log.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "service/areas/units.hpp"
#include "service/desk/bulk_edit.hpp"
#include "service/desk/drafts.hpp"
#include "service/desk/saved_views.hpp"
#include "service/pack/change_definitions.hpp"
#include "service/pack/list_definitions.hpp"
#include "service/records/import_records.hpp"
#include "service/records/purge_records.hpp"
#include "service/reporting/figures.hpp"
#include "service/reporting/rebuild_rollups.hpp"
#include "tests/conformance/search_support.hpp"
#include "tests/postgres/citus_rules.hpp"

namespace taizhang::tests {
namespace {

void use_desk(const service::Session& session) {
    const service::BulkChange change{"answers", service::BulkAction::Change, {{"words", "改过"}}};
    service::ListRequest records;
    records.words = "答复";
    const auto shown = service::preview_bulk_edit(session, change, records);
    ASSERT_TRUE(shown) << describe(shown.error());
    const auto done =
        service::apply_bulk_edit(session, {change, shown->to_change, shown->digest, ""});
    ASSERT_TRUE(done) << describe(done.error());
    ASSERT_TRUE(service::undo_bulk_edit(session, "answers", done->batch.id));
    service::ViewRequest view;
    view.ledger = "answers";
    view.title = "答复";
    view.revision = 1;
    const auto made = service::create_view(session, AccountId{}, view);
    ASSERT_TRUE(made && made->row);
    view.id = made->row->view.id;
    EXPECT_EQ(service::list_views(session, AccountId{}, "answers")->rows.size(), 1U);
    ASSERT_TRUE(service::drop_view(session, AccountId{}, view));
    ASSERT_TRUE(service::save_draft(session, AccountId{}, {"answers", {}, 0, {}}));
    EXPECT_TRUE(service::read_draft(session, AccountId{}, "answers", {}));
    EXPECT_EQ(service::list_drafts(session, AccountId{})->size(), 1U);
    ASSERT_TRUE(service::drop_draft(session, AccountId{}, "answers", {}));
}

// Everything that the store can be asked for, once.
void use(TestOffice& office) {
    const auto file = office.folder() / "visits.csv";
    {
        std::ofstream stream(file);
        stream << "日期,地点,姓名,事由,金额\n";
        for (int i = 0; i < 20; ++i) {
            stream << fmt::format("2020-03-{:02},111,居民{},第{}次,{}\n", i + 1, i, i, i + 1);
        }
    }
    const auto session = office.session();
    const auto imported = service::import_records(session, "visits", file, {});
    ASSERT_TRUE(imported) << describe(imported.error());
    EXPECT_EQ(imported->added, 20);
    ASSERT_TRUE(office.add("answers", {{"given_on", "2020-03-01"}, {"words", "答复"}}));
    service::SearchRequest request;
    request.words = "答复";
    EXPECT_EQ(ids_of(service::search_records(session, request)).size(), 1U);
    use_desk(session);
    ASSERT_TRUE(service::undo_batch(session, imported->batch));
    ASSERT_TRUE(service::purge_records(session, Date::from_civil(2199, 1, 1)));
    EXPECT_TRUE(service::read_figures(session, {*parse_period("2020-03"), "", {}}));
    ASSERT_TRUE(service::rebuild_rollups(session));
    const auto changed = service::change_definitions(
        session,
        service::read_change(
            "ledger: calls\ntitle: 来电\nchapter: main\npurpose: 登记\nnumber: LD\n"
            "retention: permanent\nfields:\n"
            "  - {name: called_on, title: 日期, type: date, role: happened_on}\n"
            "  - {name: number_called, title: 号码, type: text, unique: true}\n"),
        std::nullopt);
    ASSERT_TRUE(changed && changed->errors.empty());
    ASSERT_TRUE(service::definition_versions(session, "ledger", "calls"));
    service::UnitRequest unit;
    unit.code = "MZ";
    unit.name = "民政科";
    const auto made = service::create_unit(session, unit);
    ASSERT_TRUE(made);
    unit.name = "民生办";
    unit.from = Date::from_civil(2020, 7, 1);
    unit.seen = service::unit_version(made->unit);
    ASSERT_TRUE(service::change_unit(session, unit));
    EXPECT_TRUE(office.verify().sound());
    ASSERT_TRUE(office.store().sync());
}

TEST(CitusShape, OfEveryTableAndStatement) {
    TestOffice office(kSearchLedgers, Adapter::Postgres);
    use(office);
    office.close();
    const char* log = std::getenv("TZ_POSTGRES_LOG");
    ASSERT_NE(log, nullptr);
    const auto statements = statements_of(log);
    EXPECT_GT(statements.size(), 60U) << "is the server started with --log-statements?";
    for (const auto& statement : statements) {
        EXPECT_EQ(breach_of_statement(statement), "") << statement;
    }
    const auto breaches = breaches_of_catalogue(office.url());
    EXPECT_TRUE(breaches.empty()) << fmt::format("{}", fmt::join(breaches, "\n"));
}

TEST(CitusShape, ABreachInTheCatalogueIsFound) {
    TestOffice office(kSearchLedgers, Adapter::Postgres);
    const std::pair<const char*, const char*> planted[] = {
        {"CREATE TABLE bare (office_id BIGINT NOT NULL)", "bare has no primary key"},
        {"CREATE TABLE late (id BIGINT, office_id BIGINT, PRIMARY KEY (id, office_id))",
         "late_pkey does not begin with office_id"},
        {"CREATE UNIQUE INDEX alone ON unit (code)", "alone does not begin with office_id"},
        {"CREATE TABLE plain (id BIGINT PRIMARY KEY)", "plain is not a BIGINT"},
        {"ALTER TABLE unit ADD UNIQUE (unit_id); ALTER TABLE batch ADD CONSTRAINT loose "
         "FOREIGN KEY (ledger_id) REFERENCES unit (unit_id) NOT VALID",
         "loose is a foreign key without office_id"},
        {"CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; "
         "CREATE TRIGGER pulled BEFORE INSERT ON unit FOR EACH ROW EXECUTE FUNCTION nothing()",
         "pulled is a trigger"},
        {"ALTER TABLE unit ADD COLUMN counted BIGINT GENERATED ALWAYS AS IDENTITY",
         "unit.counted is an identity"},
        {"ALTER TABLE unit ADD COLUMN made TIMESTAMP DEFAULT now()",
         "unit.made has a default that calls a function"},
        {"CREATE SEQUENCE steps", "steps is a sequence"},
    };
    for (const auto& [sql, breach] : planted) {
        office.execute(sql);
        const auto breaches = breaches_of_catalogue(office.url());
        EXPECT_TRUE(std::any_of(breaches.begin(), breaches.end(),
                                [&](const auto& one) { return one.starts_with(breach); }))
            << breach << ", but: " << fmt::format("{}", fmt::join(breaches, "; "));
    }
}

TEST(CitusShape, ABreachInAStatementIsFound) {
    for (const auto* planted :
         {"SELECT count(*) FROM audit_event", "UPDATE rollup SET count = 0",
          "SELECT 1 FROM work_lock WHERE name = 'bulk' FOR UPDATE",
          "SELECT first_seq FROM audit_block FOR UPDATE SKIP LOCKED",
          "INSERT INTO unit (unit_id, office_id) VALUES (1, 2)",
          "COPY ledger_visits (id, number) FROM STDIN",
          "WITH RECURSIVE t AS (SELECT 1) SELECT * FROM t",
          "SELECT office_id FROM rollup GROUP BY ROLLUP (office_id)",
          "INSERT INTO counter (office_id, name) VALUES (1, 'a') ON CONFLICT (office_id, name) "
          "DO UPDATE SET last = random()",
          "CREATE TRIGGER t BEFORE INSERT ON unit EXECUTE FUNCTION f()"}) {
        EXPECT_NE(breach_of_statement(planted), "") << planted;
    }
    EXPECT_EQ(breach_of_statement("SELECT office_id, code, name FROM office LIMIT 1"), "");
}

}  // namespace
}  // namespace taizhang::tests
