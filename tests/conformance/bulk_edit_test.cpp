// SPDX-License-Identifier: Apache-2.0
// Bulk edits do exactly what was previewed, all or nothing, and are taken back once.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "base/limits.hpp"
#include "service/desk/bulk_edit.hpp"
#include "service/records/import_records.hpp"
#include "service/records/record_entry.hpp"
#include "service/reporting/figures.hpp"
#include "tests/conformance/every_adapter.hpp"

namespace taizhang::tests {
namespace {

using service::BulkAction;

const char* const kBulkEditLedger = R"(
ledger: relief
title: {zh: 救助, en: Relief}
chapter: main
purpose: {zh: 测试, en: Test}
number: JZ
fields:
  - {name: paid_on, type: date, required: true, role: happened_on, title: {zh: 日期, en: Date}}
  - {name: cell, type: area, required: true, role: area, title: {zh: 网格, en: Cell}}
  - {name: cause, type: choice, title: {zh: 原因, en: Cause}, choices: {a: 甲, b: 乙, c: 丙}}
  - {name: amount, type: money, min: 0.01, title: {zh: 金额, en: Amount}}
  - {name: card, type: text, unique: true, title: {zh: 卡号, en: Card}}
  - {name: note, type: text, title: {zh: 备注, en: Note}}
  - {name: applicant, type: person, sensitive: identity, title: {zh: 申请人, en: Applicant}}
retention: {years: 3}
---
indicator: relief.count
title: {zh: 数, en: Number}
of: relief
measure: count
where: cause = 'a'
unit: 件
---
indicator: relief.sum
title: {zh: 合计, en: Sum}
of: relief
measure: sum(amount)
unit: 元
)";

class BulkEdits : public EveryAdapter {
  protected:
    BulkEdits() : office_(kBulkEditLedger) {
        for (int i = 0; i < 40; ++i) {
            std::vector<std::pair<std::string, std::string>> row = {
                {"paid_on", fmt::format("2020-0{}-1{}", 1 + random_() % 6, random_() % 9)},
                {"cell", pick({"111", "112", "121", "122"})},
                {"card", fmt::format("卡{}", i)}};
            const auto sometimes = [&](const char* field, const std::string& text) {
                if (random_() % 3 != 0) {
                    row.emplace_back(field, text);
                }
            };
            sometimes("cause", pick({"甲", "乙", "丙"}));
            sometimes("amount", std::to_string(1 + random_() % 900));
            sometimes("applicant", pick({"张三", "李四", "欧阳五"}));
            sometimes("note", pick({"无事", "有事"}));
            EXPECT_TRUE(office_.add("relief", row));
        }
    }
    ~BulkEdits() override { EXPECT_TRUE(office_.verify().sound()); }

    std::string pick(std::initializer_list<const char*> words) {
        return *(words.begin() + static_cast<std::ptrdiff_t>(random_() % words.size()));
    }
    static service::BulkChange change(std::vector<service::FieldInput> fields) {
        return {"relief", BulkAction::Change, std::move(fields)};
    }
    static service::ListRequest where(const std::string& filter) {
        service::ListRequest request;
        request.filters = {filter};
        return request;
    }
    static service::ListRequest all() { return where("paid_on present"); }

    service::BulkPreview preview(const service::BulkChange& change,
                                 const service::ListRequest& records) {
        auto outcome = service::preview_bulk_edit(office_.session(), change, records);
        EXPECT_TRUE(outcome) << (outcome ? "" : describe(outcome.error()));
        return outcome.value_or(service::BulkPreview{});
    }
    static service::BulkEdit edit(const service::BulkChange& change,
                                  const service::BulkPreview& preview) {
        return {change, preview.to_change, preview.digest, "一起改"};
    }
    service::BulkOutcome apply(const service::BulkChange& change,
                               const service::BulkPreview& preview) {
        auto outcome = service::apply_bulk_edit(office_.session(), edit(change, preview));
        EXPECT_TRUE(outcome) << (outcome ? "" : describe(outcome.error()));
        return outcome.value_or(service::BulkOutcome{});
    }

    // All that a record says, but its revision and what is derived from that.
    struct Said {
        std::vector<model::Value> values;
        AreaId area;
        bool deleted = false;
        std::int64_t match_key = 0;
        std::string number;

        bool operator==(const Said&) const = default;
    };
    std::map<std::int64_t, Said> said() {
        std::map<std::int64_t, Said> all;
        for (const auto& record : office_.records("relief")) {
            all[record.id.value] = {record.values, record.area, record.deleted, record.match_key,
                                    record.number};
        }
        return all;
    }
    std::vector<std::string> figures() {
        std::vector<std::string> printed;
        const auto figures =
            service::read_figures(office_.session(), {*parse_period("2020H1"), "", {}});
        for (const auto& row : figures->rows) {
            printed.push_back(row.printed);
        }
        return printed;
    }

    std::mt19937 random_{11};
    TestOffice office_;
};

TEST_P(BulkEdits, DoWhatWasPreviewed) {
    const auto wanted = change({{"cause", "乙"}, {"note", std::nullopt}});
    const auto shown = preview(wanted, all());
    std::size_t same = 0;
    for (const auto& record : office_.records("relief")) {
        same += record.values[2] == model::Value{std::string("b")} &&
                        model::is_missing(record.values[5])
                    ? 1
                    : 0;
    }
    EXPECT_EQ(shown.to_change.size() + same, 40U);
    EXPECT_EQ(shown.same, static_cast<std::int64_t>(same));
    EXPECT_EQ(shown.refused, 0);
    EXPECT_EQ(shown.diffs.size(), shown.to_change.size());
    const auto done = apply(wanted, shown);
    EXPECT_EQ(done.batch.changed, static_cast<std::int64_t>(shown.to_change.size()));
    for (const auto& record : office_.records("relief")) {
        EXPECT_EQ(record.values[2], model::Value{std::string("b")});
        EXPECT_TRUE(model::is_missing(record.values[5]));
    }
    EXPECT_TRUE(office_.verify().sound());
    const auto history =
        service::record_history(office_.session(), "relief", shown.to_change.front().id);
    ASSERT_TRUE(history);
    EXPECT_EQ(history->revisions.front().batch, done.batch.id);
    EXPECT_EQ(history->revisions.front().reason, "一起改");
    EXPECT_EQ(service::bulk_edit_of(office_.session(), "relief", shown.to_change.back().id, 2)->id,
              done.batch.id);
    const auto again = preview(wanted, all());
    EXPECT_TRUE(again.to_change.empty());
    EXPECT_EQ(again.same, 40);
}

TEST_P(BulkEdits, RefuseOneByOneAndSayWhy) {
    EXPECT_FALSE(preview(change({{"card", "同一个"}}), all()).errors.empty());
    EXPECT_FALSE(preview(change({{"nobody", "1"}}), all()).errors.empty());
    EXPECT_FALSE(preview(change({}), all()).errors.empty());
    EXPECT_FALSE(preview(change({{"amount", "很多"}}), all()).errors.empty());
    EXPECT_FALSE(preview({"relief", BulkAction::Remove, {{"note", "x"}}}, all()).errors.empty());
    const auto required = preview(change({{"paid_on", std::nullopt}}), all());
    EXPECT_EQ(required.refused, 40);
    EXPECT_TRUE(required.to_change.empty());
    EXPECT_EQ(required.refusals.front().why.place->column, "paid_on");
    EXPECT_FALSE(service::apply_bulk_edit(office_.session(),
                                          edit(change({{"paid_on", std::nullopt}}), required)));
    service::ListRequest some;
    some.ids = {office_.records("relief").front().id, RecordId{7}};
    const auto named = preview(change({{"note", "改"}}), some);
    EXPECT_EQ(named.to_change.size(), 1U);
    EXPECT_EQ(named.refused, 1);
    EXPECT_EQ(named.refusals.front().id, RecordId{7});
}

// Two clerks: whoever comes second is told which, and nothing of his is done.
TEST_P(BulkEdits, DoNothingWhereOneHasChangedMeanwhile) {
    const auto first = change({{"note", "先"}});
    const auto second = change({{"note", "后"}});
    const auto shown = preview(second, all());
    const auto others = preview(first, where("cause eq 甲"));
    ASSERT_FALSE(others.to_change.empty());
    ASSERT_TRUE(apply(first, others).differs.empty());
    const auto before = said();
    const auto late = apply(second, shown);
    EXPECT_EQ(late.differs.size(), others.to_change.size());
    EXPECT_EQ(late.differs.front().revision, 2);
    EXPECT_FALSE(late.batch.id);
    EXPECT_EQ(said(), before);
    // Anything but what was previewed is no edit at all.
    auto forged = edit(second, preview(second, all()));
    forged.change.fields = {{"note", "别的"}};
    EXPECT_EQ(service::apply_bulk_edit(office_.session(), forged).error().code,
              ErrorCode::InvalidInput);
    forged = edit(second, preview(second, all()));
    forged.records.pop_back();
    EXPECT_FALSE(service::apply_bulk_edit(office_.session(), forged));
    EXPECT_EQ(said(), before);
}

TEST_P(BulkEdits, AreUndoneOnceAndNotOverLaterWork) {
    const auto wanted = change({{"note", "改"}});
    const auto done = apply(wanted, preview(wanted, all()));
    const auto changed = office_.records("relief").front();
    service::RecordRequest later;
    later.ledger = "relief";
    later.id = changed.id;
    later.revision = 2;
    later.fields = {{"note", "后来"}};
    ASSERT_TRUE(service::change_record(office_.session(), later));
    const auto refused = service::undo_bulk_edit(office_.session(), "relief", done.batch.id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
    EXPECT_NE(refused.error().message.find(changed.number), std::string::npos);
    const auto next = change({{"note", "再改"}});
    const auto redone = apply(next, preview(next, all()));
    ASSERT_TRUE(service::undo_bulk_edit(office_.session(), "relief", redone.batch.id));
    EXPECT_EQ(service::undo_bulk_edit(office_.session(), "relief", redone.batch.id).error().code,
              ErrorCode::Conflict);
    const auto listed = service::list_bulk_edits(office_.session(), "relief");
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), 2U);
    EXPECT_EQ(listed->front().status, store::BatchStatus::Undone);
    // The command that takes imports back takes these back too.
    const auto third = change({{"amount", "5"}});
    const auto more = apply(third, preview(third, all()));
    EXPECT_EQ(service::undo_batch(office_.session(), more.batch.id)->reverted, more.batch.changed);
}

TEST_P(BulkEdits, StayWithinWhatOneMayWrite) {
    const auto definitions = office_.definitions();
    const auto cell = [&](const char* code) { return *definitions->areas.find(code); };
    auto session = office_.session();
    session.principal = within(session.principal, {cell("111")});
    session.principal.name = "grid";
    const auto rows = [&] {
        std::size_t count = 0;
        for (const auto& record : office_.records("relief")) {
            count += record.area == cell("111") ? 1 : 0;
        }
        return count;
    }();
    const auto wanted = change({{"note", "网格里"}});
    const auto mine = service::preview_bulk_edit(session, wanted, all());
    ASSERT_TRUE(mine);
    EXPECT_EQ(mine->to_change.size() + static_cast<std::size_t>(mine->same), rows);
    const auto away = service::preview_bulk_edit(session, change({{"cell", "112"}}), all());
    ASSERT_TRUE(away);
    EXPECT_EQ(static_cast<std::size_t>(away->refused), rows);
    // A preview of the whole office is of no use to one of a part.
    const auto whole = preview(wanted, all());
    const auto tried = service::apply_bulk_edit(session, edit(wanted, whole));
    ASSERT_TRUE(tried);
    EXPECT_EQ(tried->differs.size(), 40U - rows);
    const auto done = apply(wanted, whole);
    EXPECT_EQ(service::undo_bulk_edit(session, "relief", done.batch.id).error().code,
              ErrorCode::NotFound);
    auto reader = office_.session();
    reader.principal = without(reader.principal, access::Permission::WriteRecords);
    EXPECT_EQ(service::preview_bulk_edit(reader, wanted, all()).error().code, ErrorCode::Forbidden);
}

// By "it is so already" one learns a value as surely as by reading it.
TEST_P(BulkEdits, DoNotTellWhatStandsInAHiddenField) {
    auto blind = office_.session();
    blind.principal = without(blind.principal, access::Permission::FindPersonal);
    EXPECT_FALSE(
        service::preview_bulk_edit(blind, change({{"note", "x"}}), where("applicant eq 张三")));
    const auto named = service::preview_bulk_edit(blind, change({{"applicant", "张三"}}), all());
    ASSERT_TRUE(named);
    EXPECT_EQ(named->same, 0);
    EXPECT_EQ(named->to_change.size(), 40U);
    auto sightless = office_.session();
    auto holding = *sightless.principal.holdings.front();
    holding.sees.clear();
    sightless.principal.holdings = {std::make_shared<const access::Holding>(std::move(holding))};
    const auto refused =
        service::preview_bulk_edit(sightless, change({{"applicant", "张三"}}), all());
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->refused, 40);
}

TEST_P(BulkEdits, FindByWordsAsListsDo) {
    service::ListRequest request;
    request.ledger = "relief";
    request.words = "有事";
    std::size_t having = 0;
    for (const auto& record : office_.records("relief")) {
        having += record.values[5] == model::Value{std::string("有事")} ? 1 : 0;
    }
    const auto page = service::list_records(office_.session(), request);
    ASSERT_TRUE(page) << describe(page.error());
    EXPECT_EQ(page->records.size(), having);
    request.sort = "-paid_on";
    request.records_max = 2;
    const auto sorted = service::list_records(office_.session(), request);
    ASSERT_TRUE(sorted);
    EXPECT_EQ(sorted->records.size(), 2U);
    EXPECT_FALSE(sorted->next_page.empty());
    EXPECT_EQ(preview(change({{"note", "改"}}), request).to_change.size(), having);
}

// Whatever is done to whichever records, taken back it says what it said, and the figures too.
TEST_P(BulkEdits, UndoneSayWhatTheySaid) {
    for (int round = 0; round < 14; ++round) {
        service::BulkChange wanted = change({});
        const auto roll = random_() % 4;
        if (roll == 0) {
            wanted.action = BulkAction::Remove;
        } else if (roll == 1) {
            wanted.action = BulkAction::Restore;
        } else {
            wanted.fields.push_back({"cause", pick({"甲", "乙"})});
            wanted.fields.push_back({"amount", std::to_string(1 + random_() % 50)});
            wanted.fields.push_back({"applicant", pick({"赵六", "张三"})});
            wanted.fields.push_back({"cell", pick({"111", "122"})});
        }
        const auto records = where(pick({"cause eq 甲", "amount ge 300", "paid_on present",
                                         "applicant missing", "paid_on ge 2020-04-01"}));
        const auto before = said();
        const auto told = figures();
        const auto shown = preview(wanted, records);
        if (shown.to_change.empty()) {
            continue;
        }
        const auto done = apply(wanted, shown);
        ASSERT_TRUE(done.differs.empty());
        EXPECT_NE(said(), before);
        EXPECT_TRUE(office_.verify().sound());
        if (random_() % 4 == 0) {
            continue;  // stays, so that later rounds begin elsewhere
        }
        const auto undone = service::undo_bulk_edit(office_.session(), "relief", done.batch.id);
        ASSERT_TRUE(undone) << describe(undone.error());
        EXPECT_EQ(said(), before);
        EXPECT_EQ(figures(), told);
        EXPECT_TRUE(office_.verify().sound());
    }
}

TZ_FOR_EVERY_ADAPTER(BulkEdits);

}  // namespace
}  // namespace taizhang::tests
