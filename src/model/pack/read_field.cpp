// SPDX-License-Identifier: Apache-2.0
#include "model/pack/read_field.hpp"

#include <fmt/format.h>
#include <unicode/regex.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::model {
namespace {

constexpr std::int64_t kCharactersMax = 1'000'000;

const std::vector<std::string>& role_words() {
    static const std::vector<std::string> kWords = {"happened_on", "area", "unit", "status"};
    return kWords;
}

FieldType type_of_role(FieldRole role) {
    switch (role) {
        case FieldRole::HappenedOn:
            return FieldType::Date;
        case FieldRole::Area:
            return FieldType::Area;
        case FieldRole::Unit:
            return FieldType::Unit;
        default:
            return FieldType::Choice;
    }
}

void read_type(const Node& node, FieldDefinition& field, TreeReader& reader) {
    const Node* type = reader.required(node, "type");
    if (type == nullptr) {
        return;
    }
    const auto known = field_type(type->scalar);
    if (!known) {
        const auto names = field_type_names();
        const auto near = nearest(type->scalar, names);
        reader.complain(*type, fmt::format("没有“{}”这种字段类型", type->scalar),
                        near ? *near : join(names, "、"), type->scalar);
        return;
    }
    field.type = *known;
    if (const auto role = reader.word(node, "role", role_words())) {
        field.role = static_cast<FieldRole>(*role + 1);
        if (field.type != type_of_role(field.role)) {
            reader.complain(*type, fmt::format("角色 {} 的字段类型不对", role_words()[*role]),
                            std::string(type_name(type_of_role(field.role))), type->scalar);
        }
    }
}

// A title, with the key `aliases` beside zh and en where there are others.
Choice read_choice(const std::string& code, const Node& node, TreeReader& reader) {
    Node title = node;
    std::erase_if(title.entries, [](const NodeEntry& entry) { return entry.key == "aliases"; });
    return {code, reader.title_of(title, code), reader.names(node, "aliases")};
}

void check_choice_words(const Node& at, const Choice& choice, const FieldDefinition& field,
                        TreeReader& reader) {
    const auto words = [](const Choice& one) {
        auto all = one.aliases;
        all.push_back(one.title.zh);
        return all;
    };
    for (const auto& other : field.choices) {
        for (const auto& word : words(other)) {
            const auto own = words(choice);
            if (std::find(own.begin(), own.end(), word) != own.end()) {
                reader.complain(at, fmt::format("两个选项都叫“{}”", word), "每个选项一个名字",
                                word);
            }
        }
    }
}

void read_choices(const Node& node, FieldDefinition& field, TreeReader& reader) {
    const bool wants = field.type == FieldType::Choice || field.type == FieldType::MultiChoice;
    const Node* choices = node.find("choices");
    if (!wants) {
        if (choices != nullptr) {
            reader.complain(*choices, "只有 choice 和 multi_choice 字段有 choices", "去掉 choices");
        }
        return;
    }
    if (choices == nullptr || choices->kind != Node::Kind::Map || choices->entries.empty() ||
        choices->entries.size() > limits::kChoicesPerFieldMax) {
        reader.complain(choices == nullptr ? node : *choices, "选择字段要写出选项",
                        "choices: {accident: 意外, illness: 大病}");
        return;
    }
    for (const auto& [code, title] : choices->entries) {
        if (!is_name(code)) {
            reader.complain(title, fmt::format("选项代码“{}”不合适", code),
                            "小写字母开头，只含小写字母、数字和下划线", code);
        }
        Choice choice = read_choice(code, title, reader);
        check_choice_words(title, choice, field, reader);
        field.choices.push_back(std::move(choice));
    }
}

Value read_literal(const Node& node, std::string_view key, const FieldDefinition& field,
                   TreeReader& reader) {
    const Node* literal = node.find(key);
    if (literal == nullptr) {
        return {};
    }
    auto value = literal->kind == Node::Kind::Scalar ? parse_stored_literal(literal->scalar, field)
                                                     : Result<Value>(Value{});
    if (!value || is_missing(*value)) {
        reader.complain(*literal, fmt::format("“{}”不是这个类型的值", key), expected_text(field),
                        literal->scalar);
        return {};
    }
    return std::move(*value);
}

void read_bounds(const Node& node, FieldDefinition& field, TreeReader& reader) {
    const bool bounded = is_number(field.type) || field.type == FieldType::Date;
    for (const auto* key : {"min", "max"}) {
        if (const Node* bound = node.find(key); bound != nullptr && !bounded) {
            reader.complain(*bound, fmt::format("{} 类型没有 {}", type_name(field.type), key),
                            "只用于 integer、decimal、money、date");
            return;
        }
    }
    field.min = read_literal(node, "min", field, reader);
    field.max = read_literal(node, "max", field, reader);
    if (!is_missing(field.min) && !is_missing(field.max) && field.max < field.min) {
        reader.complain(*node.find("max"), "max 比 min 小", "max 不小于 min",
                        node.find("max")->scalar);
    }
}

void read_text_rules(const Node& node, FieldDefinition& field, TreeReader& reader) {
    const auto fallback = field.type == FieldType::LongText ? limits::kLongTextCharactersDefault
                                                            : limits::kTextCharactersDefault;
    field.characters_max = fallback;
    for (const auto* key : {"max_length", "pattern"}) {
        if (const Node* rule = node.find(key); rule != nullptr && !is_text(field.type)) {
            reader.complain(*rule, fmt::format("{} 类型没有 {}", type_name(field.type), key),
                            "只用于文字类字段");
            return;
        }
    }
    if (const auto length = reader.whole(node, "max_length", 1, kCharactersMax)) {
        field.characters_max = static_cast<std::size_t>(*length);
    }
    field.pattern = reader.text(node, "pattern");
    // What the store keeps, which has no lines, was compiled when it came in. ICU's first pattern
    // takes as long as reading thirty ledgers.
    if (!field.pattern.empty() && node.line != 0) {
        UErrorCode status = U_ZERO_ERROR;
        UParseError where;
        const std::unique_ptr<icu::RegexPattern> pattern(
            icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(field.pattern), where, status));
        if (U_FAILURE(status)) {
            reader.complain(*node.find("pattern"), "正则表达式写法有误", "ICU 正则表达式",
                            field.pattern);
            field.pattern.clear();
        }
    }
}

void read_sensitivity(const Node& node, FieldDefinition& field, TreeReader& reader) {
    if (const auto word = reader.word(node, "sensitive", sensitivity_names())) {
        field.sensitive = static_cast<Sensitivity>(*word);
    }
    const bool personal = field.type == FieldType::Person || field.type == FieldType::Phone ||
                          field.type == FieldType::IdNumber || field.type == FieldType::Address;
    if (personal && node.find("sensitive") == nullptr) {
        reader.complain(node, fmt::format("个人信息字段“{}”要写明 sensitive", field.name),
                        join(sensitivity_names(), "、"));
    }
    if (field.sensitive != Sensitivity::None && field.role != FieldRole::None) {
        reader.complain(node, "公共列不能是个人信息", "去掉 role 或 sensitive");
    }
}

}  // namespace

FieldDefinition read_field(const Node& node, TreeReader& reader) {
    FieldDefinition field;
    const bool map = reader.expect_map(
        node, {"name", "title",      "type",       "aliases",   "role",   "required", "default",
               "min",  "max",        "max_length", "pattern",   "unique", "choices",  "scale",
               "to",   "visible_if", "check",      "sensitive", "help",   "retired"});
    if (!map) {
        return field;
    }
    field.name = reader.name(node, "name");
    field.title = reader.title(node, "title", field.name);
    read_type(node, field, reader);
    field.aliases = reader.names(node, "aliases");
    field.required = reader.truth(node, "required");
    field.unique = reader.truth(node, "unique");
    // Files come to a record that is there already.
    if (field.type == FieldType::Attachment && (field.required || field.unique)) {
        reader.complain(node, fmt::format("附件字段“{}”不能是 required 或 unique", field.name),
                        "去掉它们");
    }
    field.retired = reader.truth(node, "retired");
    if (field.retired && field.role != FieldRole::None && field.role != FieldRole::Unit) {
        reader.complain(*node.find("retired"), "这一列每条记录都有，不能停用", "去掉 retired",
                        field.name);
    }
    if (const auto scale = reader.whole(node, "scale", 0, kScaleMax)) {
        field.scale = static_cast<int>(*scale);
    }
    field.reference_to = reader.text(node, "to");
    if ((field.type == FieldType::Reference) == field.reference_to.empty()) {
        reader.complain(node, "reference 字段要用 to 写明指向的台账，别的字段没有 to",
                        "to: 台账名");
    }
    if (node.find("help") != nullptr) {
        field.help = reader.title(node, "help", "");
    }
    read_choices(node, field, reader);
    read_text_rules(node, field, reader);
    read_bounds(node, field, reader);
    read_sensitivity(node, field, reader);
    field.default_value = read_literal(node, "default", field, reader);
    return field;
}

void read_field_rules(const Node& node, const LedgerDefinition& ledger, FieldDefinition& field,
                      TreeReader& reader) {
    if (const Node* condition = node.find("visible_if")) {
        auto expression = parse_expression(condition->scalar, ledger);
        if (expression) {
            field.visible_if = std::move(*expression);
        } else {
            reader.adopt(*condition, expression.error());
        }
    }
    const Node* check = node.find("check");
    if (check == nullptr || !reader.expect_map(*check, {"rule", "message"})) {
        return;
    }
    const Node* rule = reader.required(*check, "rule");
    Title message = reader.title(*check, "message", "rule broken");
    if (rule == nullptr) {
        return;
    }
    auto expression = parse_expression(rule->scalar, ledger);
    if (expression) {
        field.check = CheckRule{std::move(*expression), std::move(message)};
    } else {
        reader.adopt(*rule, expression.error());
    }
}

}  // namespace taizhang::model
