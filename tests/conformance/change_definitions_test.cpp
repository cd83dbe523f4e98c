// SPDX-License-Identifier: Apache-2.0
// An office changes what it records while it records: ledgers come, change and go, fields too, and
// everything that hangs on them holds at every step.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/text.hpp"
#include "service/pack/change_definitions.hpp"
#include "service/pack/foresee_change.hpp"
#include "service/pack/list_definitions.hpp"
#include "service/records/purge_records.hpp"
#include "service/records/record_entry.hpp"
#include "service/records/record_history.hpp"
#include "service/records/record_list.hpp"
#include "service/records/write_template.hpp"
#include "service/reporting/figures.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kPack = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 测试, en: Test}
number: JZ
fields:
  - {name: paid_on, title: 日期, type: date, role: happened_on}
  - {name: amount, title: 金额, type: money, required: true}
  - {name: kind, title: 类别, type: choice, choices: {illness: 大病, other: 其他}}
  - {name: applicant, title: 申请人, type: person, sensitive: identity}
  - {name: office, title: 经办, type: unit, role: unit}
retention: {years: 3}
---
indicator: relief.amount
title: {zh: 金额, en: Amount}
of: relief
measure: sum(amount)
unit: 元
)";

constexpr const char* kVisits = R"(ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visits}
number: ZF
key: [house, visited_on]
fields:
  - {name: visited_on, title: 日期, type: date, role: happened_on}
  - {name: house, title: 户, type: text}
  - {name: hours, title: 时长, type: integer}
  - {name: place, title: 网格, type: area, role: area}
retention: permanent
---
indicator: visits.hours
title: 时长
of: visits
measure: sum(hours)
unit: 小时
---
indicator: visits.count
title: 次数
of: visits
measure: count
unit: 次
---
indicator: visits.mean
title: 次均
measure: ratio(visits.hours, visits.count)
unit: 小时/次
)";

std::string first_document(const std::string& yaml) {
    return yaml.substr(0, yaml.find("---\n"));
}

class ChangeDefinitions : public EveryAdapter {
  protected:
    ChangeDefinitions() : office_(kPack) {}
    ~ChangeDefinitions() override {
        const auto outcome = office_.verify();
        EXPECT_TRUE(outcome.sound()) << outcome.findings.front();
    }

    service::Session session() { return office_.session(); }
    Result<service::ChangeOutcome> change(const std::string& yaml,
                                          std::optional<std::int64_t> seen = std::nullopt) {
        return service::change_definitions(session(), service::read_change(yaml), seen);
    }
    void must_change(const std::string& yaml) {
        const auto outcome = change(yaml);
        ASSERT_TRUE(outcome) << describe(outcome.error());
        ASSERT_TRUE(outcome->errors.empty()) << describe(outcome->errors.front());
    }
    std::string first_mistake(const std::string& yaml) {
        const auto outcome = change(yaml);
        return outcome && !outcome->errors.empty() ? describe(outcome->errors.front()) : "";
    }
    service::ChangeForeseen foreseen(const std::string& yaml) {
        auto seen = service::foresee_change(session(), service::read_change(yaml));
        EXPECT_TRUE(seen && seen->errors.empty());
        return std::move(*seen);
    }
    std::string ledger(const std::string& name) {
        return first_document(*service::ledger_yaml(session(), name));
    }
    std::string number(const std::string& indicator) {
        const auto figures =
            service::read_figures(session(), {*parse_period("2020"), "", {indicator}});
        if (!figures || !figures->rows[0].value.number) {
            return "";
        }
        return rollup::value_text(*figures->rows[0].value.number);
    }
    Result<service::RecordOutcome> enter(const std::string& ledger,
                                         std::vector<service::FieldInput> fields) {
        service::RecordRequest request;
        request.ledger = ledger;
        request.fields = std::move(fields);
        return service::create_record(session(), request);
    }
    model::LedgerRecord entered(const std::string& ledger,
                                std::vector<service::FieldInput> fields) {
        const auto outcome = enter(ledger, std::move(fields));
        EXPECT_TRUE(outcome && outcome->record)
            << (outcome ? describe(outcome->errors.front()) : describe(outcome.error()));
        return *outcome->record;
    }

    TestOffice office_;
};

TEST_P(ChangeDefinitions, ALedgerIsMadeFilledGrownAndRetired) {
    must_change(kVisits);
    const auto first = entered(
        "visits",
        {{"visited_on", "2020-05-01"}, {"house", "甲"}, {"hours", "3"}, {"place", "石桥第一网格"}});
    EXPECT_EQ(number("visits.hours"), "3");
    EXPECT_EQ(number("visits.mean"), "3.00");

    // A field comes, another goes; what was entered before keeps what it said.
    auto grown = replaced(ledger("visits"), "  - {name: hours, title: 时长, type: integer}\n",
                          "  - {name: weather, title: 天气, type: text, required: true}\n"
                          "  - {name: hours, title: 时长, type: integer, retired: true}\n");
    must_change(grown);
    EXPECT_FALSE(enter("visits", {{"visited_on", "2020-05-02"}, {"hours", "1"}, {"weather", "晴"}})
                     ->errors.empty());
    entered("visits", {{"visited_on", "2020-05-02"}, {"weather", "晴"}});
    const auto history = service::record_history(session(), "visits", first.id);
    ASSERT_TRUE(history);
    const auto hours = *history->ledger->field_index("hours");
    EXPECT_EQ(std::get<std::int64_t>(history->record.values[hours]), 3);
    EXPECT_TRUE(office_.verify().sound());
    const auto columns = service::write_ledger_template(
        session(), "visits", office_.folder() / "visits.xlsx", Date::from_civil(2020, 6, 1));
    ASSERT_TRUE(columns);
    EXPECT_EQ(*columns, 4U);  // day, house, weather, place
    // The record has no weather yet; whoever changes it is asked for it.
    service::RecordRequest request;
    request.ledger = "visits";
    request.id = first.id;
    request.revision = 1;
    request.fields = {{"house", "乙"}};
    EXPECT_FALSE(service::change_record(session(), request)->errors.empty());
    request.fields.push_back({"weather", "雨"});
    EXPECT_TRUE(service::change_record(session(), request)->errors.empty());
    service::DefinitionChange gone;
    gone.retired_ledgers = {"visits"};
    const auto retired = service::change_definitions(session(), gone, std::nullopt);
    ASSERT_TRUE(retired && retired->errors.empty());
    EXPECT_EQ(retired->done.retired.size(), 4U);
    EXPECT_FALSE(enter("visits", {{"visited_on", "2020-05-03"}}));
    EXPECT_TRUE(office_.verify().sound());

    // It comes back with all it had, and its figures are counted again.
    must_change(grown + std::string(kVisits).substr(first_document(kVisits).size()));
    EXPECT_EQ(number("visits.count"), "2");
}

TEST_P(ChangeDefinitions, TheSecondOfTwoIsToldAndChangesNothing) {
    const auto version = change(kVisits)->version;
    const auto other = office_.open_again();
    const service::Session elsewhere{*other, access::local_operator("other")};
    const auto title = [](const std::string& zh) {
        return "indicator: visits.count\ntitle: " + zh + "\nof: visits\nmeasure: count\nunit: 次\n";
    };
    const auto first =
        service::change_definitions(elsewhere, service::read_change(title("走访次数")), version);
    ASSERT_TRUE(first && !first->outdated);
    EXPECT_EQ(first->version, version + 1);
    const auto second = change(title("入户次数"), version);
    ASSERT_TRUE(second);
    EXPECT_TRUE(second->outdated);
    EXPECT_EQ(second->version, version + 1);
    EXPECT_EQ(service::get_definition(session(), "indicator", "visits.count")->rows[0].title,
              "走访次数");
    const auto done = service::change_of_version(session(), version + 1);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->done.changed, std::vector<std::string>{"indicator visits.count"});
}

// Of many who saw the same version, one; and records are entered all the while.
TEST_P(ChangeDefinitions, ManyAtOnceMakeOneChangeEach) {
    must_change(kVisits);
    std::atomic<int> changed{0};
    std::atomic<int> records{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            // Of PostgreSQL a process each; SQLite has one that writes.
            const auto own =
                GetParam() == Adapter::Postgres ? office_.open_again() : service::StorePtr();
            const service::Session mine{own ? *own : office_.store(),
                                        access::local_operator(fmt::format("{}", thread))};
            for (int round = 0; round < 5; ++round) {
                const auto page = service::list_definitions(mine, {});
                const auto outcome = service::change_definitions(
                    mine,
                    service::read_change(fmt::format("indicator: visits.count\ntitle: 第{}{}次\n"
                                                     "of: visits\nmeasure: count\nunit: 次\n",
                                                     thread, round)),
                    page->version);
                changed += outcome && !outcome->outdated ? 1 : 0;
                service::RecordRequest request;
                request.ledger = "visits";
                request.fields = {{"visited_on", "2020-05-01"},
                                  {"house", fmt::format("{}-{}", thread, round)}};
                const auto made = service::create_record(mine, request);
                records += made && made->record ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(records, 20);
    EXPECT_EQ(office_.records("visits").size(), 20U);
    const auto versions = service::definition_versions(session(), "indicator", "visits.count");
    ASSERT_TRUE(versions);
    EXPECT_EQ(versions->rows.front().stored.version, changed + 1);
}

TEST_P(ChangeDefinitions, WhatWouldMisreadRecordsIsRefusedAtItsLine) {
    entered("relief", {{"paid_on", "2020-05-01"}, {"amount", "5"}, {"applicant", "张三"}});
    const std::string now = ledger("relief");
    const auto told = [&](const std::string& from, const std::string& to) {
        EXPECT_NE(now.find(from), std::string::npos) << now;
        return first_mistake(replaced(now, from, to));
    };
    EXPECT_NE(told("type: money", "type: integer").find("amount 改了类型"), std::string::npos);
    EXPECT_NE(told("type: money", "type: integer").find("第 8 行"), std::string::npos);
    EXPECT_NE(told(", other: 其他", "").find("少了选项 other"), std::string::npos);
    EXPECT_NE(told("name: applicant", "name: person").find("applicant 不见了"), std::string::npos);
    EXPECT_NE(told("sensitive: identity", "sensitive: none").find("不再是个人信息"),
              std::string::npos);
    EXPECT_NE(told("fields:\n", "key: [paid_on]\nfields:\n").find("key 不能再改"),
              std::string::npos);
    const std::string amount = "  - {name: amount, title: 金额, type: money, required: true}\n";
    EXPECT_NE(
        first_mistake(replaced(replaced(now, amount, ""), "retention:", amount + "retention:"))
            .find("kind 换了位置"),
        std::string::npos);
    EXPECT_NE(told(amount, amount + "  - {name: place, title: 网格, type: area, role: area}\n")
                  .find("place 已有条目"),
              std::string::npos);
    // In the middle, and as a plain field, it does no harm.
    must_change(replaced(now, amount, amount + "  - {name: place, title: 网格, type: area}\n"));
    EXPECT_EQ(office_.records("relief").size(), 1U);
}

TEST_P(ChangeDefinitions, APreviewTellsWhatWouldBreakAndMove) {
    must_change(kVisits);
    for (int i = 1; i <= 7; ++i) {
        entered("visits", {{"visited_on", "2020-05-01"},
                           {"house", i < 3 ? "甲" : fmt::format("{}", i)},
                           {"hours", fmt::format("{}", i)}});
    }
    const auto before = office_.definitions();
    const std::string stricter = replaced(
        replaced(ledger("visits"), "name: hours, title: 时长, type: integer",
                 "name: hours, title: 时长, type: integer, max: 4"),
        "name: house, title: 户, type: text", "name: house, title: 户, type: text, unique: true");
    const auto seen = foreseen(stricter +
                               "---\nindicator: visits.hours\ntitle: 时长\nof: visits\n"
                               "measure: sum(hours)\nwhere: hours > 2\nunit: 小时\n");
    ASSERT_EQ(seen.records.size(), 1U);
    EXPECT_EQ(seen.records[0].checked, 7);
    EXPECT_TRUE(seen.records[0].complete);
    ASSERT_EQ(seen.records[0].breaks.size(), 2U);
    EXPECT_EQ(seen.records[0].breaks[0].field, "house");
    EXPECT_EQ(seen.records[0].breaks[0].records, 1);
    EXPECT_EQ(seen.records[0].breaks[1].field, "hours");
    EXPECT_EQ(seen.records[0].breaks[1].records, 3);
    EXPECT_EQ(seen.records[0].breaks[1].examples.size(), 3U);
    ASSERT_EQ(seen.figures.size(), 2U);
    EXPECT_EQ(seen.figures[0].indicator, "visits.hours");
    EXPECT_TRUE(seen.figures[0].rebuilt);
    EXPECT_EQ(seen.figures[0].records_before, 7);
    EXPECT_EQ(seen.figures[0].records_after, 5);
    EXPECT_EQ(seen.figures[1].indicator, "visits.mean");
    EXPECT_FALSE(seen.figures[1].rebuilt);
    // It has written nothing, and kept nobody waiting.
    EXPECT_EQ(ledger("visits").find("max:"), std::string::npos);

    // Values that are already double cannot become single ones.
    const auto refused = change(stricter);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
    EXPECT_NE(refused.error().message.find("重复"), std::string::npos);
    must_change(replaced(stricter, "unique: true", "unique: false"));
}

TEST_P(ChangeDefinitions, AFieldBecomesUniqueAndCeasesToBe) {
    must_change(kVisits);
    entered("visits", {{"visited_on", "2020-05-01"}, {"house", "甲"}});
    const auto unique =
        replaced(ledger("visits"), "title: 户, type: text", "title: 户, type: text, unique: true");
    must_change(unique);
    EXPECT_FALSE(enter("visits", {{"visited_on", "2020-05-02"}, {"house", "甲"}}));
    must_change(replaced(unique, ", unique: true", ""));
    EXPECT_TRUE(enter("visits", {{"visited_on", "2020-05-02"}, {"house", "甲"}}));
}

// Counts that no longer add up leave nothing behind in the roll-ups.
TEST_P(ChangeDefinitions, AnIndicatorCountsSomethingElse) {
    must_change(kVisits);
    entered("visits", {{"visited_on", "2020-05-01"}, {"house", "甲"}, {"hours", "2"}});
    entered("visits", {{"visited_on", "2020-05-02"}, {"house", "甲"}, {"hours", "4"}});
    const auto measure = [](const std::string& text) {
        return "indicator: visits.hours\ntitle: 时长\nof: visits\nmeasure: " + text +
               "\nunit: 小时\n";
    };
    EXPECT_EQ(number("visits.hours"), "6");
    must_change(measure("distinct(house)"));
    EXPECT_EQ(number("visits.hours"), "1");
    EXPECT_TRUE(office_.verify().sound());
    must_change(measure("count"));
    EXPECT_EQ(number("visits.hours"), "2");
    // A new title is no reason to count anew.
    const auto titled = change(replaced(measure("count"), "时长", "次"));
    ASSERT_TRUE(titled);
    EXPECT_EQ(titled->done.changed.size(), 1U);
    EXPECT_TRUE(titled->done.rebuilt.empty());
}

TEST_P(ChangeDefinitions, APackThatIsInstalledAgainLeavesTheOfficesOwn) {
    must_change(kVisits);
    must_change(replaced(ledger("relief"), "zh: 救助", "zh: 困难救助"));
    const auto checked =
        service::check_pack({{"pack.yaml",
                              "pack: test\ntitle: {zh: 测试, en: Test}\nversion: 3\n"
                              "chapters:\n  main: {zh: 主, en: Main}\n"},
                             {"main.yaml", replaced(kPack, "unit: 元", "unit: 万元")}});
    const auto outcome = service::install_pack(session(), checked, service::InstallMode::Apply);
    ASSERT_TRUE(outcome) << describe(outcome.error());
    EXPECT_EQ(outcome->changed.size(), 2U);  // the head and the unit
    EXPECT_EQ(outcome->kept.size(), 5U);
    EXPECT_TRUE(outcome->retired.empty());
    EXPECT_EQ(office_.definitions()->catalog.pack.ledger("relief")->title.zh, "困难救助");
    EXPECT_NE(office_.definitions()->catalog.pack.ledger("visits"), nullptr);
}

// The law does not ask whether a ledger is still in use.
TEST_P(ChangeDefinitions, ARetiredLedgerIsPurgedInTime) {
    entered("relief", {{"paid_on", "2020-05-01"}, {"amount", "5"}, {"applicant", "张三"}});
    const std::string relief = *service::ledger_yaml(session(), "relief");
    service::DefinitionChange gone;
    gone.retired_ledgers = {"relief"};
    ASSERT_TRUE(service::change_definitions(session(), gone, std::nullopt));
    const auto purged = service::purge_records(session(), Date::from_civil(2199, 1, 1));
    ASSERT_TRUE(purged) << describe(purged.error());
    EXPECT_EQ(purged->purged, 1);
    must_change(relief);
    const auto record = office_.records("relief").front();
    EXPECT_TRUE(record.purged);
    EXPECT_TRUE(model::is_missing(record.values[3]));
    EXPECT_EQ(number("relief.amount"), "5.00");
}

TEST_P(ChangeDefinitions, OnlyWhoMayChangesThem) {
    auto some = session();
    some.principal = without(some.principal, access::Permission::DefineLedgers);
    EXPECT_EQ(
        service::change_definitions(some, service::read_change(kVisits), std::nullopt).error().code,
        ErrorCode::Forbidden);
    EXPECT_FALSE(service::foresee_change(some, service::read_change(kVisits)));
    EXPECT_FALSE(service::list_definitions(some, {}));
    auto part = session();
    part.principal = within(part.principal, {AreaId{2}});
    EXPECT_FALSE(service::change_definitions(part, service::read_change(kVisits), std::nullopt));
}

TZ_FOR_EVERY_ADAPTER(ChangeDefinitions);

}  // namespace
}  // namespace taizhang::tests
