// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/records/ledger_record.hpp"

namespace taizhang::model {
namespace {

FieldDefinition field(std::string name, std::string title, FieldType type) {
    FieldDefinition one;
    one.name = std::move(name);
    one.title = {std::move(title), ""};
    one.type = type;
    one.characters_max = 200;
    return one;
}

LedgerDefinition ledger() {
    LedgerDefinition one;
    one.fields = {field("paid_on", "发放日期", FieldType::Date),
                  field("amount", "救助金额", FieldType::Money),
                  field("note", "备注", FieldType::Text), field("code", "编码", FieldType::Text),
                  field("asked_on", "申请日期", FieldType::Date)};
    one.fields[0].required = true;
    one.fields[1].min = Money{100};
    one.fields[1].max = Money{500000};
    one.fields[2].characters_max = 5;
    one.fields[3].pattern = "[A-Z]{2}\\d+|甲+";
    one.fields[0].check = CheckRule{parse_expression("paid_on >= asked_on", one).value(),
                                    {"发放日期早于申请日期", "paid before applied"}};
    one.fields[4].visible_if = parse_expression("amount > 10", one).value();
    return one;
}

std::vector<Value> row() {
    return {Date::from_civil(2020, 3, 1), Money{60000}, std::string("五个字备注"),
            std::string("AB12"), Date::from_civil(2020, 2, 29)};
}

// The only error of the row.
Error only(const std::vector<Value>& values, const LedgerDefinition& definition = ledger()) {
    const auto errors = check_values(definition, values);
    EXPECT_EQ(errors.size(), 1U);
    if (errors.size() != 1) {
        return {};
    }
    EXPECT_TRUE(errors[0].place.has_value());
    EXPECT_FALSE(errors[0].place->expected.empty());
    EXPECT_FALSE(errors[0].message.empty());
    return errors[0];
}

TEST(CheckValues, AGoodRowPasses) {
    EXPECT_TRUE(check_values(ledger(), row()).empty());
    EXPECT_TRUE(check_values(ledger(), {row()[0], {}, {}, {}, {}}).empty());
}

TEST(CheckValues, Required) {
    auto values = row();
    values[0] = Value{};
    const Error error = only(values);
    EXPECT_EQ(error.place->column, "paid_on");
    EXPECT_EQ(error.message, "发放日期没有填");
}

TEST(CheckValues, RequiredIsNotAskedOfARetiredOrHiddenField) {
    LedgerDefinition definition = ledger();
    definition.fields[4].required = true;
    auto values = row();
    values[4] = Value{};
    EXPECT_EQ(only(values, definition).place->column, "asked_on");
    values[1] = Money{500};
    EXPECT_TRUE(check_values(definition, values).empty());
    values[1] = Money{60000};
    definition.fields[4].retired = true;
    EXPECT_TRUE(check_values(definition, values).empty());
}

TEST(CheckValues, MinAndMaxAreAllowedThemselves) {
    auto values = row();
    values[4] = Value{};
    for (const std::int64_t fen : {100, 500000}) {
        values[1] = Money{fen};
        EXPECT_TRUE(check_values(ledger(), values).empty()) << fen;
    }
    values[1] = Money{99};
    EXPECT_EQ(only(values).message, "救助金额太小");
    values[1] = Money{500001};
    const Error error = only(values);
    EXPECT_EQ(error.message, "救助金额太大");
    EXPECT_EQ(error.place->value, "5,000.01");
    EXPECT_NE(error.place->expected.find("1.00 到 5000.00"), std::string::npos);
}

TEST(CheckValues, MinOfDates) {
    LedgerDefinition definition = ledger();
    definition.fields[4].min = Date::from_civil(2000, 1, 1);
    auto values = row();
    values[4] = Date::from_civil(1999, 12, 31);
    EXPECT_EQ(only(values, definition).place->column, "asked_on");
}

TEST(CheckValues, LengthCountsCharacters) {
    auto values = row();
    values[2] = std::string("六个字的备注");
    const Error error = only(values);
    EXPECT_EQ(error.place->column, "note");
    EXPECT_NE(error.message.find('6'), std::string::npos);
    values[2] = std::string("𠮷𠮷𠮷𠮷𠮷");
    EXPECT_TRUE(check_values(ledger(), values).empty());
}

TEST(CheckValues, PatternMustMatchTheWholeText) {
    auto values = row();
    for (const auto* good : {"AB1", "甲甲"}) {
        values[3] = std::string(good);
        EXPECT_TRUE(check_values(ledger(), values).empty()) << good;
    }
    for (const auto* bad : {"AB", "AB12 ", "xAB12", "AB12x", "甲乙", "AB1\nAB2"}) {
        values[3] = std::string(bad);
        EXPECT_EQ(only(values).place->column, "code") << bad;
    }
}

TEST(CheckValues, AHiddenFieldMustBeEmpty) {
    auto values = row();
    values[1] = Money{1000};
    const Error error = only(values);
    EXPECT_EQ(error.place->column, "asked_on");
    EXPECT_NE(error.place->expected.find("救助金额大于 10"), std::string::npos);
    values[4] = Value{};
    EXPECT_TRUE(check_values(ledger(), values).empty());
}

TEST(CheckValues, CheckRuleIsNotAppliedToAnEmptyField) {
    auto values = row();
    values[4] = Date::from_civil(2020, 3, 2);
    const Error error = only(values);
    EXPECT_EQ(error.message, "发放日期早于申请日期");
    EXPECT_EQ(error.place->expected, "发放日期不小于申请日期");
    values[4] = Value{};
    EXPECT_TRUE(check_values(ledger(), values).empty());
}

TEST(CheckValues, EveryMistakeIsNamed) {
    const std::vector<Value> values = {Value{}, Money{1}, std::string("很长很长的备注"),
                                       std::string("?"), Date::from_civil(2020, 1, 1)};
    EXPECT_EQ(check_values(ledger(), values).size(), 5U);
}

}  // namespace
}  // namespace taizhang::model
