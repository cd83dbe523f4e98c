// SPDX-License-Identifier: Apache-2.0
// verify and rebuild over more than one page of records, in ledgers whose records are mixed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "service/reporting/id_ranges.hpp"
#include "service/reporting/rebuild_rollups.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kVerifyVisits = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visits}
number: ZF
retention: permanent
fields:
  - {name: visited_on, title: 日期, type: date, role: happened_on}
  - {name: hours, title: 小时, type: integer}
  - {name: place, title: 网格, type: area, role: area}
---
indicator: visits.hours
title: {zh: 走访小时, en: Hours}
of: visits
measure: sum(hours)
unit: 小时
)";

constexpr const char* kMeetings = R"(
---
ledger: meetings
title: {zh: 会议, en: Meetings}
chapter: main
purpose: {zh: 会议, en: Meetings}
number: HY
retention: permanent
fields:
  - {name: held_on, title: 日期, type: date, role: happened_on}
  - {name: topic, title: 议题, type: text, required: true}
)";

constexpr int kRecords = 150;  // of each ledger: more than two pages

class Verify : public EveryAdapter {
  protected:
    // Made once for each adapter; each test works on a copy.
    static TestOffice& whole() {
        auto& whole = wholes_[current_adapter()];
        if (whole) {
            return *whole;
        }
        whole = std::make_unique<TestOffice>(std::string(kVerifyVisits) + kMeetings);
        for (int i = 0; i < kRecords; ++i) {
            const auto day = fmt::format("2020-{:02}-{:02}", i % 6 + 1, i % 28 + 1);
            const auto visit = whole->add(
                "visits",
                {{"visited_on", day}, {"hours", std::to_string(i % 5)}, {"place", "石桥第一网格"}});
            const auto meeting =
                whole->add("meetings", {{"held_on", day}, {"topic", fmt::format("议题{}", i)}});
            EXPECT_TRUE(visit) << describe(visit.error());
            EXPECT_TRUE(meeting) << describe(meeting.error());
        }
        whole->close();
        return *whole;
    }
    static void TearDownTestSuite() { wholes_.clear(); }

    void SetUp() override { office_.become(whole()); }

    void execute(const RawSql& sql) { office_.execute(sql); }

    void expect_one(const std::string& what) {
        const auto findings = office_.verify().findings;
        const auto named = std::count_if(findings.begin(), findings.end(), [&](const auto& one) {
            return one.find(what) != std::string::npos;
        });
        EXPECT_EQ(named, 1) << what << ", first of " << findings.size() << ": "
                            << (findings.empty() ? "" : findings.front());
    }

    static inline std::map<Adapter, std::unique_ptr<TestOffice>> wholes_;
    TestOffice office_{std::string(kVerifyVisits) + kMeetings};
};

TEST_P(Verify, CountsWhatThereIs) {
    const auto outcome = office_.verify();
    EXPECT_TRUE(outcome.sound()) << outcome.findings.front();
    EXPECT_EQ(outcome.records, 2 * kRecords);
    EXPECT_GT(outcome.events, 2 * kRecords);
}

TEST_P(Verify, NamesOneRecordAnywhere) {
    // First, last, and at the ends of pages.
    for (const int nth : {0, 63, 64, 65, 127, 128, 149}) {
        const auto record = office_.records("meetings")[static_cast<std::size_t>(nth)];
        execute(fmt::format("UPDATE ledger_meetings SET topic = topic || 'x' WHERE id = {}",
                            record.id.value));
        expect_one(record.number + " 的内容与留痕");
        execute(fmt::format("DELETE FROM ledger_meetings WHERE id = {}", record.id.value));
        expect_one(fmt::format("条目 {} 不见了", record.id.value));
        SetUp();
    }
}

TEST_P(Verify, NamesRecordsWithoutEvents) {
    const auto records = office_.records("visits");
    for (const std::int64_t id : {std::int64_t{1}, records[70].id.value + 1, INT64_MAX - 1}) {
        execute(fmt::format(
            "INSERT INTO ledger_visits SELECT office_id, {0}, 'ZF-{0}', area_id, happened_on, "
            "status, recorded_at, revision, deleted, purged, match_key, salt, hours "
            "FROM ledger_visits LIMIT 1",
            id));
        expect_one(fmt::format("ZF-{} 没有留痕", id));
        SetUp();
    }
}

TEST_P(Verify, ARecordMovedToAnotherLedgerIsNamedInBoth) {
    const auto record = office_.records("visits")[70];
    execute(fmt::format(
        "INSERT INTO ledger_meetings SELECT office_id, id, 'HY-MOVED', area_id, happened_on, "
        "status, recorded_at, revision, deleted, purged, match_key, salt, 'x' "
        "FROM ledger_visits WHERE id = {0}; DELETE FROM ledger_visits WHERE id = {0}",
        record.id.value));
    expect_one("HY-MOVED 没有留痕");
    expect_one(fmt::format("条目 {} 不见了", record.id.value));
}

// The pages of a PostgreSQL table are not for a statement to harm; that its index is bad, its
// catalogue can say.
TEST_P(Verify, NamesAnIndexThatHasNotWhatTheTableHas) {
    if (current_adapter() == Adapter::Postgres) {
        execute(
            "UPDATE pg_index SET indisvalid = false "
            "WHERE indexrelid = 'ledger_visits_by_number'::regclass");
        expect_one("ledger_visits_by_number");
        return;
    }
    const std::string hidden = "WHERE name = 'ledger_visits_by_number'";
    execute("CREATE TABLE hidden AS SELECT * FROM sqlite_schema " + hidden +
            "; DELETE FROM sqlite_schema " + hidden);
    execute("UPDATE ledger_visits SET number = 'ZF-X' WHERE number = 'ZF-2020-0071'");
    execute("INSERT INTO sqlite_schema SELECT * FROM hidden");
    execute("DROP TABLE hidden");
    expect_one("missing from index ledger_visits_by_number");
}

TEST_P(Verify, ComparesEveryMonth) {
    execute({"UPDATE rollup SET count = count + 1, days = '1:1:1' WHERE month <> 202003",
             "UPDATE rollup SET count = count + 1 WHERE month <> 202003"});
    const auto findings = office_.verify().findings;
    for (int month = 202001; month <= 202006; ++month) {
        const bool named = std::any_of(findings.begin(), findings.end(), [&](const auto& one) {
            return one.starts_with("汇总") && one.find(std::to_string(month)) != std::string::npos;
        });
        EXPECT_EQ(named, month != 202003) << month;
    }
}

TEST_P(Verify, TellsThatItWasCutShort) {
    const auto outcome =
        service::verify_store(office_.session(), [](const auto&) { return false; });
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome->cut_short);
    EXPECT_FALSE(outcome->sound());
    EXPECT_TRUE(outcome->findings.empty());
}

TEST_P(Verify, LooksAfterLedgersThatThePackNoLongerHas) {
    const auto pack =
        service::check_pack({{"pack.yaml",
                              "pack: test\ntitle: {zh: 测试, en: Test}\nversion: 2\nchapters:\n"
                              "  main: {zh: 主, en: Main}\n"},
                             {"main.yaml", kVerifyVisits}});
    const auto installed =
        service::install_pack(office_.session(), pack, service::InstallMode::Apply);
    ASSERT_TRUE(installed) << describe(installed.error());
    const auto outcome = office_.verify();
    EXPECT_TRUE(outcome.sound()) << outcome.findings.front();
    EXPECT_EQ(outcome.records, 2 * kRecords);
    execute("UPDATE ledger_meetings SET topic = 'x' WHERE number = 'HY-2020-0001'");
    expect_one("HY-2020-0001 的内容与留痕");
}

TEST_P(Verify, RebuildMendsRollups) {
    execute("UPDATE rollup SET sum = sum + 1; DELETE FROM rollup WHERE month = 202003");
    ASSERT_FALSE(office_.verify().sound());
    const auto stopped =
        service::rebuild_rollups(office_.session(), [](const auto&) { return false; });
    ASSERT_TRUE(stopped);
    EXPECT_EQ(*stopped, service::RebuildOutcome::CutShort);
    EXPECT_FALSE(office_.verify().sound());
    const auto rebuilt = service::rebuild_rollups(office_.session());
    ASSERT_TRUE(rebuilt);
    EXPECT_EQ(*rebuilt, service::RebuildOutcome::Done);
    EXPECT_TRUE(office_.verify().sound());
}

TEST_P(Verify, RangesOfIdsAreHalvedUntilEachRecordIsInOne) {
    const auto definitions = office_.definitions();
    const auto table = definitions->table(*definitions->catalog.pack.ledger("visits"));
    const auto records = office_.records("visits");
    ASSERT_TRUE(office_.store().read([&](store::ReadTx& tx) -> Result<void> {
        std::vector<service::IdRange> open = {{}};
        std::vector<service::IdRange> single;
        while (!open.empty()) {
            const auto range = open.back();
            open.pop_back();
            const auto parts = service::halves(tx, table, range);
            (parts.size() == 1 ? single : open)
                .insert((parts.size() == 1 ? single : open).end(), parts.begin(), parts.end());
        }
        EXPECT_EQ(single.size(), records.size());
        for (const auto& record : records) {
            EXPECT_EQ(std::count_if(single.begin(), single.end(),
                                    [&](const auto& range) {
                                        return range.after < record.id && record.id < range.before;
                                    }),
                      1);
        }
        return {};
    }));
}

TZ_FOR_EVERY_ADAPTER(Verify);

}  // namespace
}  // namespace taizhang::tests
