// SPDX-License-Identifier: Apache-2.0
#include "model/records/parse_value.hpp"

#include <gtest/gtest.h>

#include "model/records/identity_number.hpp"

namespace taizhang::model {
namespace {

FieldDefinition field(FieldType type) {
    FieldDefinition one;
    one.name = "cell";
    one.title = {"单元", "Cell"};
    one.type = type;
    one.characters_max = 200;
    if (type == FieldType::Choice || type == FieldType::MultiChoice) {
        one.choices = {{"fire", {"火灾", "Fire"}, {"失火", "火情"}},
                       {"flood", {"水灾", "Flood"}, {}},
                       {"b2", {"B2", ""}, {}}};
    }
    return one;
}

// The canonical text of what was typed; "?" where it is refused.
std::string typed(FieldType type, std::string_view text) {
    const FieldDefinition one = field(type);
    const auto value = parse_typed(text, one);
    if (!value) {
        EXPECT_FALSE(value.error().place->expected.empty());
        EXPECT_NE(text.find(value.error().place->value), std::string_view::npos);
        return "?";
    }
    return stored_text(*value, one);
}

TEST(ParseTyped, Dates) {
    for (const auto* text :
         {"2020-01-03", "2020-1-3", "2020年1月3日", "2020年01月03日", "2020.1.3", "2020.01.03",
          "2020/1/3", "2020/01/03", "20200103", "２０２０年１月３日", "２０２０－０１－０３",
          "　2020-01-03 ", "2020-01-03 00:00:00", "2020-01-03T00:00:00", "2020年1月3号",
          "2020/1/3 0:00:00"}) {
        EXPECT_EQ(typed(FieldType::Date, text), "2020-01-03") << text;
    }
    for (const auto* text :
         {"2020", "2020-1", "2020年1月", "1-3", "20.1.3", "2020-13-1", "3/1/2020", "2020-02-30",
          "昨天", "2020-1-3-4", "202013", "2020-1-3 08:00", "2020--3", "2020年", "43833"}) {
        EXPECT_EQ(typed(FieldType::Date, text), "?") << text;
    }
}

TEST(ParseTyped, Money) {
    for (const auto* text :
         {"1234.50", "1234.5", "1,234.50", "1,234.50元", "￥1,234.50", "¥1234.5", "RMB 1234.50",
          "１，２３４．５０元", " 1234.5 元 ", "0.12345万元", "+1234.5", "1234.500"}) {
        EXPECT_EQ(typed(FieldType::Money, text), "1234.50") << text;
    }
    EXPECT_EQ(typed(FieldType::Money, "6.13万元"), "61300.00");
    EXPECT_EQ(typed(FieldType::Money, "0.000001万元"), "0.01");
    EXPECT_EQ(typed(FieldType::Money, "-3"), "-3.00");
    EXPECT_EQ(typed(FieldType::Money, "1,234,567"), "1234567.00");
    for (const auto* text : {"1.234", "12,34", "1,2345", ",123", "123,", "1,,234", "元", "万元",
                             "五百", "1.5.2", "0.0000001万元", "1e3", "1234,567.00,0", "500/月"}) {
        EXPECT_EQ(typed(FieldType::Money, text), "?") << text;
    }
}

TEST(ParseTyped, IntegersAndDecimals) {
    EXPECT_EQ(typed(FieldType::Integer, "１２"), "12");
    EXPECT_EQ(typed(FieldType::Integer, "1,234"), "1234");
    EXPECT_EQ(typed(FieldType::Integer, "12.0"), "12");
    EXPECT_EQ(typed(FieldType::Integer, "-5"), "-5");
    EXPECT_EQ(typed(FieldType::Integer, "12.5"), "?");
    EXPECT_EQ(typed(FieldType::Integer, "12元"), "?");
    EXPECT_EQ(typed(FieldType::Integer, "9999999999999999"), "?");
    EXPECT_EQ(typed(FieldType::Decimal, "62.50"), "62.5");
    EXPECT_EQ(typed(FieldType::Decimal, "62.555"), "?");
}

TEST(ParseTyped, EmptyCellsAreMissing) {
    for (const auto type : {FieldType::Text, FieldType::Money, FieldType::Date, FieldType::Choice,
                            FieldType::MultiChoice, FieldType::IdNumber, FieldType::Boolean}) {
        for (const auto* text : {"", "  ", "　", "\u00a0\n"}) {
            EXPECT_TRUE(is_missing(parse_typed(text, field(type)).value()));
        }
    }
    EXPECT_TRUE(is_missing(parse_typed("、，", field(FieldType::MultiChoice)).value()));
}

TEST(ParseTyped, DateTimes) {
    EXPECT_EQ(typed(FieldType::DateTime, "2020-01-31 08:30"), "2020-01-31 08:30:00");
    EXPECT_EQ(typed(FieldType::DateTime, "2020/01/31 08:30:05"), "2020-01-31 08:30:05");
    EXPECT_EQ(typed(FieldType::DateTime, "2020-01-31T08:30:05"), "2020-01-31 08:30:05");
    EXPECT_EQ(typed(FieldType::DateTime, "2020年1月31日"), "2020-01-31 00:00:00");
    EXPECT_EQ(typed(FieldType::DateTime, "08:30"), "?");
    EXPECT_EQ(typed(FieldType::DateTime, "2020-01-31 25:00"), "?");
}

TEST(ParseTyped, Booleans) {
    for (const auto* text : {"是", "有", "1", "true", "√", "Y", "Ｙ", " 是 "}) {
        EXPECT_EQ(typed(FieldType::Boolean, text), "true") << text;
    }
    for (const auto* text : {"否", "无", "0", "false", "×", "N"}) {
        EXPECT_EQ(typed(FieldType::Boolean, text), "false") << text;
    }
    for (const auto* text : {"是的", "2", "不详", "-"}) {
        EXPECT_EQ(typed(FieldType::Boolean, text), "?") << text;
    }
}

TEST(ParseTyped, Choices) {
    for (const auto* text : {"火灾", "fire", "Fire", " 火灾　"}) {
        EXPECT_EQ(typed(FieldType::Choice, text), "fire") << text;
    }
    EXPECT_EQ(typed(FieldType::Choice, "Ｂ２"), "b2");
    EXPECT_EQ(typed(FieldType::Choice, "火"), "?");
    const auto refused = parse_typed("地震", field(FieldType::Choice));
    EXPECT_EQ(refused.error().place->expected, "火灾、水灾、B2");
}

TEST(ParseTyped, SeveralChoicesComeInTheDefinitionsOrder) {
    for (const auto* text : {"水灾、火灾", "火灾，水灾", "水灾,火灾", "水灾；火灾", "flood/fire",
                             "水灾、火灾、水灾", "水灾、、火灾、", "水灾\n火灾"}) {
        EXPECT_EQ(typed(FieldType::MultiChoice, text), "fire,flood") << text;
    }
    EXPECT_EQ(typed(FieldType::MultiChoice, "水灾"), "flood");
    EXPECT_EQ(typed(FieldType::MultiChoice, "水灾、地震"), "?");
}

TEST(ParseTyped, Points) {
    for (const auto* text : {"105.57,30.51", "105.570，30.510", "105.57, 30.51", "105.57 30.51",
                             "１０５．５７，３０．５１"}) {
        EXPECT_EQ(typed(FieldType::Point, text), "105.57,30.51") << text;
    }
    EXPECT_EQ(typed(FieldType::Point, "-180,90"), "-180,90");
    for (const auto* text : {"105.57", "181,30", "105,91", "a,b", "1,2,3", "105.57,"}) {
        EXPECT_EQ(typed(FieldType::Point, text), "?") << text;
    }
}

TEST(ParseTyped, TextIsKeptAsItIsButForItsEnds) {
    EXPECT_EQ(typed(FieldType::Text, "　石桥路１２号（东） "), "石桥路１２号（东）");
    EXPECT_EQ(typed(FieldType::Phone, "１３８００００１１１１"), "13800001111");
}

TEST(IdentityNumber, ChecksBirthdayAndCheckCharacter) {
    EXPECT_TRUE(is_identity_number("11010519491231002X"));
    EXPECT_TRUE(is_identity_number("11010519491231002x"));
    EXPECT_FALSE(is_identity_number("440524188001010014"));  // born in 1880
    EXPECT_FALSE(is_identity_number("110105194912310021"));
    EXPECT_FALSE(is_identity_number("11010519491331002X"));
    EXPECT_FALSE(is_identity_number("11010519491231002"));
    EXPECT_FALSE(is_identity_number("1101051949123100X2"));
    EXPECT_FALSE(is_identity_number(""));
    EXPECT_EQ(typed(FieldType::IdNumber, "１１０１０５１９４９１２３１００２Ｘ"),
              "11010519491231002X");
    EXPECT_EQ(typed(FieldType::IdNumber, "11010519491231002x"), "11010519491231002X");
    EXPECT_EQ(typed(FieldType::IdNumber, "123"), "?");
}

TEST(StoredLiteral, OnlyTheCanonicalForm) {
    const auto literal = [](FieldType type, std::string_view text) {
        const auto value = parse_stored_literal(text, field(type));
        return value ? stored_text(*value, field(type)) : "?";
    };
    EXPECT_EQ(literal(FieldType::Money, "12.50"), "12.50");
    EXPECT_EQ(literal(FieldType::Money, "1,234"), "?");
    EXPECT_EQ(literal(FieldType::Date, "2020-01-31"), "2020-01-31");
    EXPECT_EQ(literal(FieldType::Date, "2020年1月31日"), "?");
    EXPECT_EQ(literal(FieldType::DateTime, "2020-01-31 08:30:00"), "2020-01-31 08:30:00");
    EXPECT_EQ(literal(FieldType::Boolean, "true"), "true");
    EXPECT_EQ(literal(FieldType::Boolean, "是"), "?");
    EXPECT_EQ(literal(FieldType::Choice, "fire"), "fire");
    EXPECT_EQ(literal(FieldType::Choice, "火灾"), "?");
    EXPECT_EQ(literal(FieldType::MultiChoice, "fire,flood"), "fire,flood");
    EXPECT_EQ(literal(FieldType::MultiChoice, "flood,fire"), "?");
    EXPECT_EQ(literal(FieldType::Point, "105.57,30.51"), "105.57,30.51");
    EXPECT_EQ(literal(FieldType::Text, " x "), " x ");
    EXPECT_EQ(literal(FieldType::Area, "1"), "?");
    EXPECT_EQ(literal(FieldType::Integer, "1.5"), "?");
}

TEST(ShownText, IsWhatAClerkReads) {
    EXPECT_EQ(shown_text(Money{123450}, field(FieldType::Money)), "1,234.50");
    EXPECT_EQ(shown_text(true, field(FieldType::Boolean)), "是");
    EXPECT_EQ(shown_text(false, field(FieldType::Boolean)), "否");
    EXPECT_EQ(shown_text(std::string("fire"), field(FieldType::Choice)), "火灾");
    EXPECT_EQ(shown_text(std::string("fire,b2"), field(FieldType::MultiChoice)), "火灾、B2");
    EXPECT_EQ(shown_text(std::string("gone"), field(FieldType::Choice)), "gone");
    EXPECT_EQ(shown_text(Value{}, field(FieldType::Money)), "");
    EXPECT_EQ(shown_text(Decimal{6250}, field(FieldType::Decimal)), "62.5");
}

}  // namespace
}  // namespace taizhang::model
