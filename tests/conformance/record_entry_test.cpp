// SPDX-License-Identifier: Apache-2.0
// A record as a person enters, corrects, removes and restores it, and what its history says.
#include <gtest/gtest.h>

#include "service/records/record_entry.hpp"
#include "service/records/record_history.hpp"
#include "service/records/record_list.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

const char* const kRecordEntryLedger = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 测试, en: Test}
number: JZ
fields:
  - {name: paid_on, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: cell, type: area, required: true, role: area, title: {zh: 网格, en: Cell}}
  - {name: amount, type: money, min: 0.01, required: true, title: {zh: 金额, en: Amount}}
  - {name: applicant, type: person, sensitive: identity, title: {zh: 申请人, en: Applicant}}
retention: {years: 3}
---
indicator: relief.amount
title: {zh: 金额, en: Amount}
of: relief
measure: sum(amount)
unit: 元
)";

class RecordEntry : public EveryAdapter {
  protected:
    RecordEntry() : office_(kRecordEntryLedger) {}
    ~RecordEntry() override { EXPECT_TRUE(office_.verify().sound()); }

    service::RecordRequest request(std::vector<service::FieldInput> fields) {
        service::RecordRequest made;
        made.ledger = "relief";
        made.fields = std::move(fields);
        return made;
    }
    model::LedgerRecord made() {
        const auto outcome =
            service::create_record(office_.session(), request({{"paid_on", "2020年5月31日"},
                                                               {"cell", "石桥第一网格"},
                                                               {"amount", "500元"},
                                                               {"applicant", "张三"}}));
        EXPECT_TRUE(outcome && outcome->record);
        return *outcome->record;
    }
    service::RecordRequest on(const model::LedgerRecord& record,
                              std::vector<service::FieldInput> fields) {
        auto changed = request(std::move(fields));
        changed.id = record.id;
        changed.revision = record.revision;
        return changed;
    }

    TestOffice office_;
};

TEST_P(RecordEntry, EveryMistakeIsNamedAtItsField) {
    const auto outcome = service::create_record(
        office_.session(),
        request({{"paid_on", "昨天"}, {"cell", "无此处"}, {"amount", "-3"}, {"colour", "红"}}));
    ASSERT_TRUE(outcome);
    ASSERT_EQ(outcome->errors.size(), 3U);
    EXPECT_EQ(outcome->errors[0].place->column, "paid_on");
    EXPECT_EQ(outcome->errors[1].place->column, "cell");
    EXPECT_EQ(outcome->errors[2].place->column, "colour");
    EXPECT_FALSE(outcome->record);
    EXPECT_TRUE(office_.records("relief").empty());
}

TEST_P(RecordEntry, WhoSawAnOlderRevisionOverwritesNothing) {
    const auto first = made();
    const auto second = service::change_record(office_.session(), on(first, {{"amount", "600"}}));
    ASSERT_TRUE(second && second->record);
    EXPECT_EQ(second->record->revision, 2);
    const auto third = service::change_record(office_.session(), on(first, {{"amount", "700"}}));
    ASSERT_TRUE(third);
    EXPECT_TRUE(third->outdated);
    EXPECT_EQ(third->record->revision, 2);
    EXPECT_EQ(std::get<Money>(office_.records("relief")[0].values[2]).fen, 60'000);
}

TEST_P(RecordEntry, AChangeThatChangesNothingIsNone) {
    const auto first = made();
    const auto second =
        service::change_record(office_.session(), on(first, {{"amount", "500.00"}}));
    ASSERT_TRUE(second && second->record);
    EXPECT_EQ(second->record->revision, 1);
}

TEST_P(RecordEntry, TheBinGivesBackWhatItTook) {
    const auto first = made();
    const auto removed = service::remove_record(office_.session(), on(first, {}));
    ASSERT_TRUE(removed && removed->record->deleted);
    service::ListRequest bin;
    bin.ledger = "relief";
    EXPECT_TRUE(service::list_records(office_.session(), bin)->records.empty());
    bin.deleted = store::Deleted::Only;
    EXPECT_EQ(service::list_records(office_.session(), bin)->records.size(), 1U);
    EXPECT_FALSE(service::change_record(office_.session(), on(*removed->record, {})));
    const auto restored = service::restore_record(office_.session(), on(*removed->record, {}));
    ASSERT_TRUE(restored && restored->record);
    EXPECT_FALSE(restored->record->deleted);
    EXPECT_EQ(restored->record->revision, 3);
}

TEST_P(RecordEntry, TheHistorySaysWhoChangedWhatAndWhy) {
    const auto first = made();
    auto change = on(first, {{"amount", "600"}, {"applicant", std::nullopt}});
    change.reason = "按发放表更正";
    const auto second = service::change_record(office_.session(), change);
    ASSERT_TRUE(second && second->record);
    ASSERT_TRUE(service::remove_record(office_.session(), on(*second->record, {})));
    const auto history = service::record_history(office_.session(), "relief", first.id);
    ASSERT_TRUE(history);
    ASSERT_EQ(history->revisions.size(), 3U);
    const auto& changed = history->revisions[1];
    EXPECT_EQ(changed.reason, "按发放表更正");
    EXPECT_EQ(changed.actor, "cli:test");
    ASSERT_EQ(changed.changes.size(), 2U);
    EXPECT_EQ(std::get<Money>(changed.changes[0].before).fen, 50'000);
    EXPECT_EQ(std::get<Money>(changed.changes[0].after).fen, 60'000);
    EXPECT_EQ(std::get<std::string>(changed.changes[1].before), "张三");
    EXPECT_TRUE(model::is_missing(changed.changes[1].after));
    EXPECT_EQ(history->revisions[2].changes.size(), 4U);
    const auto past =
        service::record_as_of(office_.session(), "relief", first.id, history->revisions[2].at);
    ASSERT_TRUE(past);
    EXPECT_LE(past->record.revision, 3);
    const auto never = service::record_as_of(office_.session(), "relief", first.id, Instant{0});
    EXPECT_FALSE(never);
}

TZ_FOR_EVERY_ADAPTER(RecordEntry);

}  // namespace
}  // namespace taizhang::tests
