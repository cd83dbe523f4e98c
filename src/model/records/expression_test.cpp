// SPDX-License-Identifier: Apache-2.0
#include "model/records/expression.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "model/records/ledger_definition.hpp"

namespace taizhang::model {
namespace {

FieldDefinition field(const std::string& name, FieldType type) {
    FieldDefinition one;
    one.name = name;
    one.title = {name, name};
    one.type = type;
    return one;
}

LedgerDefinition tried_ledger() {
    LedgerDefinition one;
    one.fields = {field("done_on", FieldType::Date),   field("amount", FieldType::Money),
                  field("weight", FieldType::Decimal), field("people", FieldType::Integer),
                  field("note", FieldType::Text),      field("urgent", FieldType::Boolean),
                  field("cause", FieldType::Choice),   field("tags", FieldType::MultiChoice),
                  field("asked_on", FieldType::Date),  field("place", FieldType::Point)};
    one.fields[2].scale = 3;
    one.fields[6].choices = {{"fire", {"火灾", "Fire"}, {}}, {"flood", {"水灾", "Flood"}, {}}};
    one.fields[7].choices = {
        {"a", {"甲", "A"}, {}}, {"ab", {"乙", "B"}, {}}, {"b", {"丙", "C"}, {}}};
    one.happened_on = 0;
    return one;
}

// 2020-03-01, 600.50, 1.250, 7, "it's", urgent, fire, a and b, asked 2020-02-29, no place.
std::vector<Value> tried_row() {
    return {Date::from_civil(2020, 3, 1),  Money{60050}, Decimal{1250},       std::int64_t{7},
            std::string("it's"),           true,         std::string("fire"), std::string("a,b"),
            Date::from_civil(2020, 2, 29), Value{}};
}

bool holds(const std::string& source, const std::vector<Value>& values = tried_row()) {
    const auto expression = parse_expression(source, tried_ledger());
    if (!expression) {
        ADD_FAILURE() << source << ": " << describe(expression.error());
        return false;
    }
    EXPECT_EQ(expression->source(), source);
    return expression->holds(values);
}

TEST(Expression, AndBindsTighterThanOr) {
    EXPECT_TRUE(holds("people = 7 or people = 1 and people = 2"));
    EXPECT_FALSE(holds("(people = 7 or people = 1) and people = 2"));
    EXPECT_TRUE(holds("people = 1 and people = 2 or people = 7"));
    EXPECT_TRUE(holds("people = 7 and (people = 1 or people = 7)"));
}

TEST(Expression, NotBindsTighterThanAnd) {
    EXPECT_TRUE(holds("not people = 1 and people = 7"));
    EXPECT_FALSE(holds("not people = 7 and people = 7"));
    EXPECT_FALSE(holds("not (people = 1 or people = 7)"));
    EXPECT_TRUE(holds("not not people = 7"));
    EXPECT_TRUE(holds("not (not people = 7)"));
    EXPECT_TRUE(holds("not people = 7 or urgent"));
}

TEST(Expression, ArithmeticBindsTighterThanComparison) {
    EXPECT_TRUE(holds("people + 1 * 2 = 9"));
    EXPECT_TRUE(holds("(people + 1) * 2 = 16"));
    EXPECT_TRUE(holds("people - 2 - 1 = 4"));
    EXPECT_TRUE(holds("people - (2 - 1) = 6"));
    EXPECT_TRUE(holds("people * 2 - 4 >= people + 3"));
    EXPECT_TRUE(holds("people * -1 = -7"));
    EXPECT_TRUE(holds("people*2>people+6"));
}

TEST(Expression, NumbersOfEveryTypeCompareByValue) {
    EXPECT_TRUE(holds("amount = 600.5"));
    EXPECT_TRUE(holds("amount = 600.50"));
    EXPECT_TRUE(holds("amount > 600"));
    EXPECT_FALSE(holds("amount > 60050"));
    EXPECT_TRUE(holds("amount < 600.500001"));
    EXPECT_TRUE(holds("weight = 1.25"));
    EXPECT_TRUE(holds("weight < people"));
    EXPECT_TRUE(holds("amount > people"));
    EXPECT_TRUE(holds("people * weight = 8.75"));
    EXPECT_TRUE(holds("amount * people = 4203.5"));
    EXPECT_TRUE(holds("amount + weight = 601.75"));
    EXPECT_TRUE(holds("people != 7.1"));
    EXPECT_TRUE(holds("people = 7.0"));
}

TEST(Expression, LargeNumbersDoNotOverflow) {
    auto values = tried_row();
    values[1] = Money{1'000'000'000'000'000};
    values[3] = std::int64_t{1'000'000'000'000'000};
    EXPECT_TRUE(holds("amount * people > 999999999999999", values));
    // Three factors would leave 128 bits, so they are no expression at all.
    EXPECT_FALSE(parse_expression("amount * people * people > 1", tried_ledger()));
    EXPECT_TRUE(holds("amount = 10000000000000", values));
}

TEST(Expression, DatesTextsBooleansAndChoices) {
    EXPECT_TRUE(holds("done_on = '2020-03-01'"));
    EXPECT_TRUE(holds("done_on > asked_on"));
    EXPECT_TRUE(holds("asked_on < '2020-03-01' and asked_on >= '2020-02-29'"));
    EXPECT_TRUE(holds("note = 'it''s'"));
    EXPECT_TRUE(holds("note != ''"));
    EXPECT_TRUE(holds("urgent"));
    EXPECT_TRUE(holds("urgent = true"));
    EXPECT_FALSE(holds("not urgent"));
    EXPECT_TRUE(holds("urgent != false"));
    EXPECT_TRUE(holds("cause = 'fire'"));
    EXPECT_TRUE(holds("cause != 'flood'"));
}

TEST(Expression, In) {
    EXPECT_TRUE(holds("cause in ('flood', 'fire')"));
    EXPECT_FALSE(holds("cause in ('flood')"));
    EXPECT_TRUE(holds("people in (1, 7)"));
    EXPECT_TRUE(holds("amount in (600.5, 3)"));
    EXPECT_TRUE(holds("weight in (1.25)"));
    EXPECT_TRUE(holds("done_on in ('2020-03-01')"));
    EXPECT_TRUE(holds("not cause in ('flood')"));
}

TEST(Expression, Contains) {
    EXPECT_TRUE(holds("tags contains 'a'"));
    EXPECT_TRUE(holds("tags contains 'b'"));
    EXPECT_FALSE(holds("tags contains 'ab'"));
    EXPECT_TRUE(holds("tags contains 'a' and not tags contains 'ab'"));
}

TEST(Expression, AComparisonWithAnEmptyFieldIsFalse) {
    const std::vector<Value> empty(10);
    for (const auto* source :
         {"people = 0", "people != 0", "people < 1", "amount >= 0", "note = ''", "note != 'x'",
          "urgent", "urgent = false", "urgent != true", "cause != 'fire'", "cause in ('fire')",
          "tags contains 'a'", "done_on > asked_on", "done_on != asked_on", "people + 1 > 0",
          "people * 0 = 0", "amount < people", "people = people", "note is not missing"}) {
        EXPECT_FALSE(holds(source, empty)) << source;
    }
    EXPECT_TRUE(holds("not people = 0", empty));
    EXPECT_TRUE(holds("people is missing", empty));
    EXPECT_TRUE(holds("people is missing or people > 5", empty));
    EXPECT_TRUE(holds("place is missing"));
    EXPECT_TRUE(holds("people is not missing"));
    EXPECT_FALSE(holds("people is missing"));
}

TEST(Expression, NamesMissing) {
    auto values = tried_row();
    const auto expression =
        parse_expression("done_on >= asked_on or people > 3", tried_ledger()).value();
    EXPECT_FALSE(expression.names_missing(values));
    values[8] = Value{};
    EXPECT_TRUE(expression.names_missing(values));
    EXPECT_TRUE(expression.holds(values));
}

TEST(Expression, CommonColumnsMayAlwaysBeNamed) {
    EXPECT_TRUE(holds("happened_on = '2020-03-01'"));
    EXPECT_TRUE(holds("status = 'recorded'"));
    EXPECT_FALSE(holds("status = 'paid'"));
    EXPECT_TRUE(holds("status != 'paid'"));
    LedgerDefinition with_status = tried_ledger();
    with_status.status = 6;
    EXPECT_TRUE(parse_expression("status = 'fire'", with_status)->holds(tried_row()));
    EXPECT_FALSE(parse_expression("status = 'recorded'", with_status));
}

TEST(Expression, NothingHoldsAlways) {
    EXPECT_TRUE(Expression().holds(tried_row()));
}

// Every refusal says where (1-based character) and what would be right.
Error refused(const std::string& source) {
    const auto expression = parse_expression(source, tried_ledger());
    if (expression) {
        ADD_FAILURE() << "accepted: " << source;
        return {};
    }
    const Error& error = expression.error();
    EXPECT_FALSE(error.message.empty()) << source;
    EXPECT_TRUE(error.place && !error.place->expected.empty()) << source;
    EXPECT_TRUE(error.place && !error.place->column.empty()) << source;
    return error;
}

TEST(ExpressionErrors, NameWhatWouldBeRight) {
    EXPECT_EQ(refused("amont > 3").place->expected, "amount");
    EXPECT_EQ(refused("cause = 'fyre'").place->expected, "fire、flood");
    EXPECT_EQ(refused("cause in ('fire', 'x')").place->expected, "fire、flood");
    EXPECT_EQ(refused("tags contains 'c'").place->expected, "a、ab、b");
    EXPECT_EQ(refused("done_on = '2020-2-30'").place->expected, "'2020-01-31'");
    EXPECT_EQ(refused("done_on = 2020").place->expected, "'2020-01-31'");
    EXPECT_EQ(refused("urgent = 'yes'").place->expected, "true 或 false");
    EXPECT_EQ(refused("people > 1 and amont > 3").place->column, "16");
    EXPECT_EQ(refused("people > ").place->column, "10");
}

TEST(ExpressionErrors, BadSyntax) {
    for (const auto* source : {"",
                               "   ",
                               "people",
                               "people >",
                               "> 3",
                               "people > 3 and",
                               "(people > 3",
                               "people > 3)",
                               "people = 'x",
                               "people > 3 people < 4",
                               "people => 3",
                               "people == 3",
                               "people = 3 or or",
                               "cause in ()",
                               "cause in 'fire'",
                               "cause in ('fire',)",
                               "is missing",
                               "people is 3",
                               "not",
                               "People > 3",
                               "people > 3;",
                               "1 > people",
                               "3",
                               "'a'",
                               "true",
                               "people > .5",
                               "people < 1 < 2",
                               "tags contains a",
                               "people & 3",
                               "people > 3 或 people < 2"}) {
        refused(source);
    }
}

TEST(ExpressionErrors, TypesThatDoNotFit) {
    for (const auto* source : {"people = 'x'",
                               "note = 3",
                               "note > people",
                               "done_on > people",
                               "note + 1 = 2",
                               "done_on + 1 > '2020-01-01'",
                               "cause contains 'fire'",
                               "note contains 'x'",
                               "people contains 'a'",
                               "urgent = 1",
                               "place = '1,2'",
                               "people and urgent",
                               "not people",
                               "people = true",
                               "people + 1",
                               "people in ('a')",
                               "people in (1.5)",
                               "amount in (0.001)",
                               "people = 0.1234567",
                               "people = 12345678901234567890",
                               "cause > people"}) {
        refused(source);
    }
}

TEST(ExpressionErrors, LengthAndDepthAreLimited) {
    const int most = limits::kExpressionDepthMax;
    const auto nested = [](int depth) {
        const auto count = static_cast<std::size_t>(depth);
        return std::string(count, '(') + "people = 7" + std::string(count, ')');
    };
    EXPECT_TRUE(holds(nested(most)));
    refused(nested(most + 1));
    std::string nots;
    for (int i = 0; i < most; ++i) {
        nots += "not ";
    }
    EXPECT_TRUE(holds(nots + "people = 7"));
    refused("not " + nots + "people = 7");
    refused("note = '" + std::string(limits::kExpressionBytesMax, 'x') + "'");
    std::string chain = "people = 7";
    while (chain.size() + 14 < limits::kExpressionBytesMax) {
        chain += " and people=7";
    }
    EXPECT_TRUE(holds(chain));
}

}  // namespace
}  // namespace taizhang::model
