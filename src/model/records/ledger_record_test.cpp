// SPDX-License-Identifier: Apache-2.0
#include "model/records/ledger_record.hpp"

#include <gtest/gtest.h>

#include <set>

namespace taizhang::model {
namespace {

FieldDefinition kept_field(const std::string& name, FieldType type, Sensitivity sensitive = {}) {
    FieldDefinition one;
    one.name = name;
    one.title = {name, name};
    one.type = type;
    one.sensitive = sensitive;
    one.characters_max = 200;
    return one;
}

LedgerDefinition kept_ledger() {
    LedgerDefinition one;
    one.name = "relief";
    one.fields = {kept_field("paid_on", FieldType::Date), kept_field("amount", FieldType::Money),
                  kept_field("applicant", FieldType::Person, Sensitivity::Identity),
                  kept_field("note", FieldType::Text),
                  kept_field("phone", FieldType::Phone, Sensitivity::Contact)};
    return one;
}

std::vector<Value> kept_row() {
    return {Date::from_civil(2020, 1, 31), Money{60000}, std::string("张三"), Value{},
            std::string("13800001111")};
}

LedgerRecord record() {
    LedgerRecord one;
    one.id = RecordId{17};
    one.number = "JZ-2020-0001";
    one.area = AreaId{3};
    one.salt = std::string(16, 's');
    one.values = kept_row();
    return one;
}

TEST(MaskedText, KeepsOnlyALittle) {
    const auto masked = [](std::string text, FieldType type, Sensitivity sensitive) {
        return masked_text(Value{std::move(text)}, kept_field("x", type, sensitive));
    };
    EXPECT_EQ(masked("张某某", FieldType::Person, Sensitivity::Identity), "张**");
    EXPECT_EQ(masked("李四", FieldType::Person, Sensitivity::Identity), "李*");
    EXPECT_EQ(masked("李", FieldType::Person, Sensitivity::Identity), "*");
    EXPECT_EQ(masked("𠮷田", FieldType::Person, Sensitivity::Identity), "𠮷*");
    EXPECT_EQ(masked("13800001111", FieldType::Phone, Sensitivity::Contact), "138****1111");
    EXPECT_EQ(masked("1234567", FieldType::Phone, Sensitivity::Contact), "*******");
    EXPECT_EQ(masked("11010519491231002X", FieldType::IdNumber, Sensitivity::Identity),
              "110*************2X");
    EXPECT_EQ(masked("柳林街道石桥路12号", FieldType::Address, Sensitivity::Location),
              "柳林街道石桥****");
    EXPECT_EQ(masked("高血压", FieldType::Text, Sensitivity::Health), "***");
    EXPECT_EQ(masked("一个很长的病史", FieldType::Text, Sensitivity::Health), "***");
    EXPECT_EQ(masked("", FieldType::Person, Sensitivity::Identity), "");
    EXPECT_EQ(masked("王工", FieldType::Person, Sensitivity::None), "王工");
    EXPECT_EQ(masked_text(Money{60000}, kept_field("x", FieldType::Money, Sensitivity::Finance)),
              "***");
    EXPECT_EQ(masked_text(Value{}, kept_field("x", FieldType::Money, Sensitivity::Finance)), "");
}

TEST(ReverseDiff, SaysWhatDifferingFieldsWereBefore) {
    const auto before = kept_row();
    auto after = kept_row();
    EXPECT_EQ(reverse_diff(kept_ledger(), before, after, false), "");
    after[1] = Money{50000};
    after[3] = std::string("补发");
    EXPECT_EQ(reverse_diff(kept_ledger(), before, after, false),
              R"({"amount":"600.00","note":null})");
    EXPECT_EQ(reverse_diff(kept_ledger(), before, after, true), "");
    EXPECT_EQ(reverse_diff(kept_ledger(), after, before, false),
              R"({"amount":"500.00","note":"补发"})");
}

TEST(ReverseDiff, KeepsPersonalFieldsApart) {
    const auto before = kept_row();
    auto after = kept_row();
    after[2] = std::string("李四");
    after[4] = Value{};
    EXPECT_EQ(reverse_diff(kept_ledger(), before, after, false), "");
    EXPECT_EQ(reverse_diff(kept_ledger(), before, after, true),
              R"({"applicant":"张三","phone":"13800001111"})");
}

TEST(MatchKey, WithoutKeyTheWholeRowCounts) {
    std::set<std::int64_t> keys{match_key(kept_ledger(), kept_row())};
    for (std::size_t i = 0; i < kept_row().size(); ++i) {
        auto values = kept_row();
        values[i] = is_missing(values[i]) ? Value{std::string("x")} : Value{};
        EXPECT_TRUE(keys.insert(match_key(kept_ledger(), values)).second) << i;
    }
    EXPECT_EQ(keys.count(match_key(kept_ledger(), kept_row())), 1U);
    EXPECT_EQ(keys.count(0), 0U);
}

TEST(MatchKey, WithKeyOnlyItsFieldsCount) {
    LedgerDefinition one = kept_ledger();
    one.key = {"applicant", "paid_on"};
    const auto key = match_key(one, kept_row());
    for (const std::size_t other : {1U, 3U, 4U}) {
        auto values = kept_row();
        values[other] = Value{};
        EXPECT_EQ(match_key(one, values), key) << other;
    }
    auto values = kept_row();
    values[2] = std::string("李四");
    EXPECT_NE(match_key(one, values), key);
    values = kept_row();
    values[0] = Value{};
    EXPECT_NE(match_key(one, values), key);
}

TEST(MatchKey, AnAddedEmptyFieldChangesNothing) {
    LedgerDefinition wider = kept_ledger();
    wider.fields.push_back(kept_field("new", FieldType::Text));
    auto values = kept_row();
    values.push_back(Value{});
    EXPECT_EQ(match_key(wider, values), match_key(kept_ledger(), kept_row()));
}

// A table that is imported once more brings no files.
TEST(MatchKey, FilesDoNotCount) {
    LedgerDefinition wider = kept_ledger();
    wider.fields.push_back(kept_field("photos", FieldType::Attachment));
    auto values = kept_row();
    values.push_back(Value{std::string("1,2")});
    EXPECT_EQ(match_key(wider, values), match_key(kept_ledger(), kept_row()));
    EXPECT_EQ(content_of(wider, values).match_key, match_key(kept_ledger(), kept_row()));
    EXPECT_NE(content_of(wider, values).bytes, field_bytes(kept_ledger(), kept_row()));
}

TEST(RecordDigest, ChangesWithAllThatTheRecordSays) {
    std::set<Digest> digests{record_digest(kept_ledger(), record())};
    const auto add = [&](const char* what, const LedgerRecord& one) {
        EXPECT_TRUE(digests.insert(record_digest(kept_ledger(), one)).second) << what;
    };
    LedgerRecord one = record();
    one.id = RecordId{18};
    add("id", one);
    (one = record()).revision = 2;
    add("revision", one);
    (one = record()).number = "JZ-2020-0002";
    add("number", one);
    (one = record()).area = AreaId{4};
    add("area", one);
    (one = record()).deleted = true;
    add("deleted", one);
    (one = record()).purged = true;
    add("purged", one);
    (one = record()).salt = std::string(16, 't');
    add("salt", one);
    for (std::size_t i = 0; i < kept_row().size(); ++i) {
        one = record();
        one.values[i] = is_missing(one.values[i]) ? Value{std::string("x")} : Value{};
        add(kept_ledger().fields[i].name.c_str(), one);
    }
    EXPECT_EQ(digests.count(record_digest(kept_ledger(), record())), 1U);
}

TEST(RecordDigest, AnAddedEmptyFieldChangesNothing) {
    LedgerDefinition wider = kept_ledger();
    wider.fields.insert(wider.fields.begin() + 1, kept_field("new", FieldType::Text));
    LedgerRecord one = record();
    one.values.insert(one.values.begin() + 1, Value{});
    EXPECT_EQ(record_digest(wider, one), record_digest(kept_ledger(), record()));
    one.values[1] = std::string("x");
    EXPECT_NE(record_digest(wider, one), record_digest(kept_ledger(), record()));
}

TEST(RecordDigest, TheSameTextInAnotherFieldIsAnotherRecord) {
    LedgerRecord left = record();
    LedgerRecord right = record();
    left.values[2] = Value{};
    left.values[3] = std::string("张三");
    right.values[3] = Value{};
    EXPECT_NE(record_digest(kept_ledger(), left), record_digest(kept_ledger(), right));
}

TEST(Defaults, FillOnlyWhatIsMissing) {
    LedgerDefinition one = kept_ledger();
    one.fields[3].default_value = std::string("无");
    one.fields[1].default_value = Money{1};
    auto values = kept_row();
    apply_defaults(one, values);
    EXPECT_EQ(values[3], Value{std::string("无")});
    EXPECT_EQ(values[1], Value{Money{60000}});
}

TEST(Retention, CountsYearsOrDays) {
    const Date entered = Date::from_civil(2020, 2, 29);
    EXPECT_EQ((Retention{false, 10, 0}.erase_on(entered)), Date::from_civil(2030, 2, 28));
    EXPECT_EQ((Retention{false, 0, 30}.erase_on(entered)), Date::from_civil(2020, 3, 30));
}

}  // namespace
}  // namespace taizhang::model
