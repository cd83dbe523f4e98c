// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/text.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::model {
namespace {

constexpr std::size_t kChoicesNamedMax = 12;

std::string choice_title(const FieldDefinition& field, std::string_view code) {
    const Choice* choice = field.choice(code);
    return choice == nullptr ? std::string(code) : choice->title.zh;
}

std::string shown_choices(const FieldDefinition& field, const std::string& codes) {
    std::vector<std::string> titles;
    for (const auto& code : split(codes, ",")) {
        titles.push_back(choice_title(field, code));
    }
    return join(titles, "、");
}

std::string choices_named(const FieldDefinition& field) {
    std::vector<std::string> titles;
    for (const auto& choice : field.choices) {
        if (titles.size() == kChoicesNamedMax) {
            titles.emplace_back("…");
            break;
        }
        titles.push_back(choice.title.zh);
    }
    return join(titles, "、");
}

std::string bounds(const FieldDefinition& field) {
    const std::string min = stored_text(field.min, field);
    const std::string max = stored_text(field.max, field);
    if (!min.empty() && !max.empty()) {
        return fmt::format("，{} 到 {}", min, max);
    }
    if (!min.empty()) {
        return fmt::format("，不小于 {}", min);
    }
    return max.empty() ? "" : fmt::format("，不大于 {}", max);
}

}  // namespace

std::string stored_text(const Value& value, const FieldDefinition& field) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return std::to_string(*integer);
    }
    if (const auto* money = std::get_if<Money>(&value)) {
        return format_scaled(money->fen, kMoneyScale);
    }
    if (const auto* decimal = std::get_if<Decimal>(&value)) {
        return format_scaled_trimmed(decimal->units, field.scale);
    }
    if (const auto* date = std::get_if<Date>(&value)) {
        return format_date(*date);
    }
    if (const auto* instant = std::get_if<Instant>(&value)) {
        return format_instant(*instant);
    }
    if (const auto* truth = std::get_if<bool>(&value)) {
        return *truth ? "true" : "false";
    }
    return "";
}

std::string shown_text(const Value& value, const FieldDefinition& field) {
    if (const auto* money = std::get_if<Money>(&value)) {
        return format_grouped(money->fen, kMoneyScale);
    }
    if (const auto* truth = std::get_if<bool>(&value)) {
        return *truth ? "是" : "否";
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (field.type == FieldType::Choice) {
            return choice_title(field, *text);
        }
        if (field.type == FieldType::MultiChoice) {
            return shown_choices(field, *text);
        }
    }
    return stored_text(value, field);
}

std::string expected_text(const FieldDefinition& field) {
    switch (field.type) {
        case FieldType::Integer:
            return "整数" + bounds(field);
        case FieldType::Decimal:
            return fmt::format("数字，最多 {} 位小数{}", field.scale, bounds(field));
        case FieldType::Money:
            return "金额（元），如 600.00" + bounds(field);
        case FieldType::Date:
            return "日期，如 2020-01-31" + bounds(field);
        case FieldType::DateTime:
            return "时间，如 2020-01-31 08:30";
        case FieldType::Boolean:
            return "是 或 否";
        case FieldType::Choice:
            return choices_named(field);
        case FieldType::MultiChoice:
            return choices_named(field) + "，可多选，用、隔开";
        case FieldType::IdNumber:
            return "18 位身份证号码，末位校验码正确";
        case FieldType::Phone:
            return "电话号码";
        case FieldType::Point:
            return "经度,纬度，如 105.57,30.51";
        case FieldType::Area:
            return "社区或网格的名称或代码";
        case FieldType::Unit:
            return "科室或单位的名称或代码";
        case FieldType::Reference:
            return fmt::format("台账 {} 里的编号", field.reference_to);
        default:
            return fmt::format("文字，不超过 {} 字", field.characters_max);
    }
}

}  // namespace taizhang::model
