// SPDX-License-Identifier: Apache-2.0
#include "generator/made_up.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/records/identity_number.hpp"
#include "model/reporting/number_format.hpp"

namespace taizhang::demo {

using model::FieldDefinition;
using model::FieldType;
using model::is_missing;
using model::Value;

namespace {

std::string identity_number(std::int64_t serial) {
    std::string body = fmt::format("000000{}{:02}{:02}{:03}", 1940 + serial % 50, serial % 12 + 1,
                                   serial % 28 + 1, serial % 1000);
    for (const char check : std::string("0123456789X")) {
        if (model::is_identity_number(body + check)) {
            return body + check;
        }
    }
    return body;
}

// Bounds of the field, or small ones.
std::int64_t number_between(const FieldDefinition& field, std::int64_t low, std::int64_t high,
                            Random& random) {
    const auto units = [](const Value& value) {
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            return *integer;
        }
        if (const auto* money = std::get_if<Money>(&value)) {
            return money->fen;
        }
        const auto* decimal = std::get_if<Decimal>(&value);
        return decimal == nullptr ? std::int64_t{0} : decimal->units;
    };
    low = is_missing(field.min) ? low : std::max(low, units(field.min));
    high = is_missing(field.max) ? high : std::min(high, units(field.max));
    return random.between(low, std::max(low, high));
}

Value choices_of(const FieldDefinition& field, Random& random) {
    if (field.type == FieldType::Choice) {
        return field.choices[random.below(field.choices.size())].code;
    }
    std::string codes;
    for (const auto& choice : field.choices) {
        if (random.below(3) == 0) {
            codes += (codes.empty() ? "" : ",") + choice.code;
        }
    }
    return codes.empty() ? Value{field.choices.front().code} : Value{codes};
}

}  // namespace

std::string chinese_digit(int number) {
    return model::chinese_numeral(number);
}

Value made_up(const FieldDefinition& field, Date date, Random& random, std::int64_t serial) {
    switch (field.type) {
        case FieldType::Integer:
            return number_between(field, 1, 20, random);
        case FieldType::Money:
            return Money{number_between(field, 20, 100, random) * 1000};
        case FieldType::Decimal:
            return Decimal{number_between(field, 1, 40, random) * power_of_ten(field.scale)};
        case FieldType::Date: {
            // Deadlines and endings come some days later; that is what their rules allow.
            const bool later =
                field.check && field.check->rule.source().starts_with(field.name + " >=");
            return date.plus_days(later ? static_cast<std::int32_t>(random.below(8)) : 0);
        }
        case FieldType::Boolean:
            return random.below(2) == 0;
        case FieldType::Choice:
        case FieldType::MultiChoice:
            return choices_of(field, random);
        case FieldType::Person:
            return fmt::format("居民{:05}", serial);
        case FieldType::Phone:
            return fmt::format("138{:08}", serial);
        case FieldType::IdNumber:
            return identity_number(serial);
        case FieldType::Address:
            return fmt::format("样本路{}号", serial % 300 + 1);
        case FieldType::Point:
            return fmt::format("105.{:04},30.{:04}", 5000 + random.below(1000),
                               5000 + random.below(1000));
        case FieldType::Text:
        case FieldType::LongText:
            return fmt::format("样本{}{}", field.title.zh, serial);
        default:
            return {};
    }
}

}  // namespace taizhang::demo
