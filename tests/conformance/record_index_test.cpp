// SPDX-License-Identifier: Apache-2.0
// Bulk work leaves the entries of its records out for a while. Nobody may notice, whatever happens.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

constexpr const char* kRecordIndexDefinitions = R"(
ledger: visits
title: {zh: 走访, en: Visits}
chapter: main
purpose: {zh: 走访, en: Visits}
number: ZF
key: [house]
retention: permanent
fields:
  - {name: visited_on, title: 日期, type: date, role: happened_on}
  - {name: house, title: 户, type: text, required: true}
  - {name: place, title: 网格, type: area, role: area}
)";

const Period kMarch{*parse_date("2020-03-01"), *parse_date("2020-03-31")};

class RecordIndex : public EveryAdapter {
  protected:
    std::vector<std::pair<std::string, std::string>> row(int i) const {
        return {{"visited_on", fmt::format("2020-{:02}-{:02}", i % 6 + 1, i % 28 + 1)},
                {"house", fmt::format("{} 号", i)},
                {"place", i % 2 == 0 ? "石桥第一网格" : "柳荫第二网格"}};
    }

    void add_behind(int from, int to) {
        for (int i = from; i < to; ++i) {
            ASSERT_TRUE(office_.add_behind("visits", row(i)));
        }
    }

    store::RecordQuery query(const service::Definitions& definitions) const {
        store::RecordQuery query;
        query.table = definitions.table(*definitions.catalog.pack.ledger("visits"));
        query.scope = &model::kEverything;
        return query;
    }

    std::size_t count(store::ReadTx& tx, const store::RecordQuery& query) const {
        std::size_t found = 0;
        RecordId last;
        tx.scan_records(query, [&](const model::LedgerRecord& record) {
            EXPECT_LT(last, record.id);
            last = record.id;
            ++found;
            return true;
        });
        return found;
    }

    // Each record must be found by its key, by its day, and by its day and place.
    void expect_found(store::ReadTx& tx, const service::Definitions& definitions,
                      std::size_t records) const {
        auto all = query(definitions);
        std::size_t by_key = 0;
        std::size_t in_march = 0;
        std::size_t in_march_there = 0;
        const auto place = *definitions.areas.find("石桥第一网格");
        tx.scan_records(all, [&](const model::LedgerRecord& record) {
            auto keyed = all;
            keyed.match_key = record.match_key;
            by_key += count(tx, keyed);
            const bool march = kMarch.contains(record.happened_on(*all.table.definition));
            in_march += march ? 1 : 0;
            in_march_there += march && record.area == place ? 1 : 0;
            return true;
        });
        EXPECT_EQ(by_key, records);
        all.period = kMarch;
        EXPECT_EQ(count(tx, all), in_march);
        all.areas = std::vector{place};
        EXPECT_EQ(count(tx, all), in_march_there);
        EXPECT_GT(in_march_there, 0U);
    }

    void expect_found(std::size_t records) {
        const auto definitions = office_.definitions();
        const auto read = office_.store().read([&](store::ReadTx& tx) -> Result<void> {
            expect_found(tx, *definitions, records);
            return {};
        });
        ASSERT_TRUE(read);
        EXPECT_TRUE(office_.verify().sound());
    }

    // PostgreSQL knows no gaps.
    void expect_gaps(int gaps) {
        const RawSql count{"SELECT count(*) FROM index_gap", fmt::format("SELECT {}", gaps)};
        EXPECT_EQ(office_.first_row(count).at(0), std::to_string(gaps));
    }

    // Moves the record to another house, day and place.
    void change(const model::LedgerRecord& before, int to, std::size_t records) {
        const auto definitions = office_.definitions();
        const auto* ledger = definitions->catalog.pack.ledger("visits");
        const auto grant =
            *access::authorize(office_.session().principal, access::Permission::WriteRecords);
        const auto changed = office_.store().write([&](store::WriteTx& tx) -> Result<void> {
            service::RecordWriter writer(tx, *definitions, *ledger, grant, BatchId{});
            auto values = before.values;
            values[0] = *parse_date("2020-03-09");
            values[1] = fmt::format("{} 号", to);
            values[2] = definitions->areas.find("石桥第一网格")->value;
            TZ_TRY(writer.change(before, std::move(values)));
            // Both the row as it is now and the gap that is still open are seen by the writer.
            expect_found(tx, *definitions, records);
            return {};
        });
        ASSERT_TRUE(changed);
    }

    TestOffice office_{kRecordIndexDefinitions};
};

TEST_P(RecordIndex, AGapIsSeenThroughAndClosedByTheNextWriter) {
    add_behind(0, 60);
    office_.reopen();  // as after a crash: the load never came to its end
    expect_gaps(1);
    expect_found(60);
    ASSERT_TRUE(office_.add("visits", row(60)));
    expect_gaps(0);
    expect_found(61);
}

TEST_P(RecordIndex, TheEndOfALoadClosesItsGap) {
    add_behind(0, 60);
    ASSERT_TRUE(office_.store().sync());
    expect_gaps(0);
    expect_found(60);
    add_behind(60, 90);
    ASSERT_TRUE(office_.store().sync());
    expect_gaps(0);
    expect_found(90);
}

TEST_P(RecordIndex, RecordsChangeOnBothSidesOfAGap) {
    add_behind(0, 30);
    ASSERT_TRUE(office_.store().sync());
    add_behind(30, 60);
    office_.reopen();
    const auto records = office_.records("visits");
    ASSERT_EQ(records.size(), 60U);
    change(records[3], 103, 60);
    add_behind(60, 61);
    office_.reopen();
    change(office_.records("visits")[60], 160, 61);
    expect_gaps(0);
    expect_found(61);
}

TEST_P(RecordIndex, WhatIsUndoneLeavesNothing) {
    add_behind(0, 10);
    const auto definitions = office_.definitions();
    const auto* ledger = definitions->catalog.pack.ledger("visits");
    const auto grant =
        *access::authorize(office_.session().principal, access::Permission::ImportRecords);
    for (const int from : {10, 30}) {
        auto undone = office_.store().write_behind([&](store::WriteTx& tx) -> Result<void> {
            service::RecordWriter writer(tx, *definitions, *ledger, grant, BatchId{});
            std::vector<model::Value> values(3);
            values[0] = *parse_date("2020-03-09");
            values[1] = "别处";
            values[2] = definitions->areas.find("石桥第一网格")->value;
            TZ_TRY(writer.create(model::content_of(*ledger, std::move(values)), ""));
            return fail(ErrorCode::Conflict, "不要了", "not wanted");
        });
        EXPECT_FALSE(undone.get());
        add_behind(from, from + 20);
    }
    office_.reopen();
    expect_gaps(0);  // a gap that an undone closure may have touched is closed at once
    expect_found(50);
}

TZ_FOR_EVERY_ADAPTER(RecordIndex);

}  // namespace
}  // namespace taizhang::tests
