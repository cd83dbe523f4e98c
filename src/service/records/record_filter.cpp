// SPDX-License-Identifier: Apache-2.0
#include "service/records/record_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/base64.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::service {

using model::FieldType;
using model::Value;
using store::Compare;
using store::RecordColumn;

namespace {

struct NamedCompare {
    std::string_view name;
    Compare compare;
};
constexpr std::array<NamedCompare, 11> kCompares = {{{"eq", Compare::Equal},
                                                     {"ne", Compare::NotEqual},
                                                     {"lt", Compare::Less},
                                                     {"le", Compare::AtMost},
                                                     {"gt", Compare::More},
                                                     {"ge", Compare::AtLeast},
                                                     {"in", Compare::OneOf},
                                                     {"contains", Compare::Contains},
                                                     {"has", Compare::HasCode},
                                                     {"missing", Compare::Missing},
                                                     {"present", Compare::Present}}};

struct NamedColumn {
    std::string_view name;
    RecordColumn::Kind kind;
};
constexpr std::array<NamedColumn, 3> kCommon = {{{"@number", RecordColumn::Kind::Number},
                                                 {"@recorded_at", RecordColumn::Kind::RecordedAt},
                                                 {"@revision", RecordColumn::Kind::Revision}}};

tl::unexpected<Error> refuse(std::string_view text, std::string message, std::string expected) {
    return fail_at(ErrorCode::InvalidInput,
                   SourcePlace{"", "", 0, "", std::string(text), std::move(expected)},
                   std::move(message), "bad filter or order");
}

// What every record has, as a field, so that its values are written and read like those of fields.
model::FieldDefinition common_field(RecordColumn::Kind kind) {
    model::FieldDefinition field;
    field.type = kind == RecordColumn::Kind::Number       ? FieldType::Text
                 : kind == RecordColumn::Kind::RecordedAt ? FieldType::DateTime
                                                          : FieldType::Integer;
    field.characters_max = limits::kTextCharactersDefault;
    return field;
}

model::FieldDefinition field_of(const model::LedgerDefinition& ledger, const RecordColumn& column) {
    return column.kind == RecordColumn::Kind::Field ? ledger.fields[column.field]
                                                    : common_field(column.kind);
}

bool fits(Compare compare, FieldType type) {
    switch (compare) {
        case Compare::Contains:
            return model::is_text(type);
        case Compare::HasCode:
            return type == FieldType::MultiChoice;
        case Compare::Less:
        case Compare::AtMost:
        case Compare::More:
        case Compare::AtLeast:
            return model::is_number(type) || type == FieldType::Date ||
                   type == FieldType::DateTime || model::is_text(type);
        default:
            return true;
    }
}

// A personal field is stored sealed: equal values can be found where a store keeps their likeness.
bool fits_sealed(Compare compare, const model::FieldDefinition& field) {
    switch (compare) {
        case Compare::Missing:
        case Compare::Present:
            return true;
        case Compare::Equal:
        case Compare::NotEqual:
        case Compare::OneOf:
            return !model::is_personal(field) || model::is_found_by_value(field);
        default:
            return !model::is_personal(field);
    }
}

// Instants to the millisecond, which their text leaves out.
boost::json::value token_key(const Value& value, const model::FieldDefinition& field) {
    if (model::is_missing(value)) {
        return nullptr;
    }
    if (const auto* instant = std::get_if<Instant>(&value)) {
        return instant->milliseconds;
    }
    return boost::json::string(model::stored_text(value, field));
}

std::optional<Value> read_token_key(const boost::json::value& key,
                                    const model::FieldDefinition& field) {
    if (key.is_null()) {
        return Value{};
    }
    if (key.is_int64() && field.type == FieldType::DateTime) {
        return Instant{key.get_int64()};
    }
    return key.is_string() ? value_of_stored(std::string(key.get_string()), field) : std::nullopt;
}

}  // namespace

Result<RecordColumn> FilterReader::column(const std::string& name) const {
    for (const auto& common : kCommon) {
        if (common.name == name) {
            return RecordColumn{common.kind, 0};
        }
    }
    const auto field = ledger.field_index(name);
    // Who may not find by a personal field must not learn its values by trying them.
    const bool hidden = field && !sight.compares(ledger.fields[*field]);
    if (!field || hidden) {
        return refuse(name,
                      hidden ? fmt::format("没有按个人信息“{}”筛选和排序的权限",
                                           ledger.fields[*field].title.zh)
                             : fmt::format("台账“{}”没有“{}”这一项", ledger.title.zh, name),
                      "字段的英文名，或 @number、@recorded_at、@revision");
    }
    return RecordColumn{RecordColumn::Kind::Field, *field};
}

Result<std::vector<Value>> FilterReader::values(const RecordColumn& of, Compare compare,
                                                const std::string& text) const {
    std::vector<Value> values;
    if (compare == Compare::Missing || compare == Compare::Present) {
        return values;
    }
    const auto field = field_of(ledger, of);
    const auto parts =
        compare == Compare::OneOf ? split(text, ",") : std::vector<std::string>{text};
    if (parts.empty() || parts.size() > limits::kFilterValuesMax) {
        return refuse(text, fmt::format("筛选要有 1 到 {} 个值", limits::kFilterValuesMax),
                      expected_text(field));
    }
    for (const auto& part : parts) {
        if (compare == Compare::Contains) {
            values.emplace_back(part);
            continue;
        }
        values.push_back(TZ_TRY(values_of.read(part, field)));
        if (model::is_missing(values.back())) {
            return refuse(text, "筛选的值不能为空；要找空着的，写 missing", expected_text(field));
        }
    }
    return values;
}

Result<store::Condition> FilterReader::condition(const std::string& text) const {
    const auto first = text.find(' ');
    const auto second = std::min(text.find(' ', std::min(first, text.size() - 1) + 1), text.size());
    const std::string word =
        first == std::string::npos ? "" : text.substr(first + 1, second - first - 1);
    const auto* known = std::find_if(kCompares.begin(), kCompares.end(),
                                     [&](const auto& one) { return one.name == word; });
    if (text.empty() || known == kCompares.end()) {
        return refuse(text, "筛选的写法不对",
                      "字段 比较 值，如 amount ge 500；比较是 eq ne lt le gt ge in contains has "
                      "missing present 之一");
    }
    store::Condition condition;
    condition.column = TZ_TRY(column(text.substr(0, first)));
    condition.compare = known->compare;
    if (!fits(known->compare, field_of(ledger, condition.column).type)) {
        return refuse(text, fmt::format("这一项不能用 {} 比较", word),
                      "eq、ne、in、missing、present");
    }
    const auto field = field_of(ledger, condition.column);
    if (!fits_sealed(known->compare, field)) {
        const bool equal = model::is_found_by_value(field);
        return refuse(text,
                      fmt::format("个人信息“{}”加密存放，不能用 {} 比较；找其中的字用查找",
                                  field.title.zh, word),
                      equal ? "eq、ne、in、missing、present" : "missing、present");
    }
    condition.values = TZ_TRY(values(condition.column, known->compare,
                                     second < text.size() ? text.substr(second + 1) : ""));
    return condition;
}

Result<std::vector<store::SortKey>> FilterReader::sort(const std::string& text) const {
    std::vector<store::SortKey> keys;
    if (text.empty()) {
        return keys;
    }
    for (const auto& part : split(text, ",")) {
        const bool down = part.starts_with('-');
        const auto of = TZ_TRY(column(down ? part.substr(1) : part));
        const bool twice = std::any_of(keys.begin(), keys.end(),
                                       [&](const auto& key) { return key.column == of; });
        if (twice || keys.size() == limits::kSortKeysMax) {
            return refuse(text, fmt::format("排序最多按 {} 项，每项一次", limits::kSortKeysMax),
                          "如 -paid_on,amount");
        }
        const auto field = field_of(ledger, of);
        if (model::is_personal(field)) {
            return refuse(text, fmt::format("个人信息“{}”加密存放，不能按它排序", field.title.zh),
                          "不是个人信息的字段，如 -paid_on,amount");
        }
        keys.push_back({of, down});
    }
    return keys;
}

std::string page_token(const store::PageQuery& query, const model::LedgerRecord& last) {
    boost::json::array keys;
    for (const auto& key : query.sort) {
        keys.push_back(token_key(value_in(last, key.column),
                                 field_of(*query.records.table.definition, key.column)));
    }
    return to_base64url(boost::json::serialize(
        boost::json::object{{"id", last.id.value}, {"keys", std::move(keys)}}));
}

Result<store::PageMark> read_page_token(const store::PageQuery& query, const std::string& token) {
    const auto wrong = [&] {
        return refuse(token, "这个页标不是这一列表的，请从第一页重新打开", "上一页给出的 next");
    };
    const auto text = from_base64url(token);
    boost::system::error_code error;
    const auto json = boost::json::parse(text.value_or(""), error);
    const auto* object = error ? nullptr : json.if_object();
    const auto* id = object == nullptr ? nullptr : object->if_contains("id");
    const auto* keys = object == nullptr ? nullptr : object->if_contains("keys");
    if (id == nullptr || !id->is_int64() || keys == nullptr || !keys->is_array() ||
        keys->get_array().size() != query.sort.size()) {
        return wrong();
    }
    store::PageMark mark{{}, RecordId{id->get_int64()}};
    for (std::size_t i = 0; i < query.sort.size(); ++i) {
        const auto value = read_token_key(
            keys->get_array()[i], field_of(*query.records.table.definition, query.sort[i].column));
        if (!value) {
            return wrong();
        }
        mark.keys.push_back(*value);
    }
    return mark;
}

}  // namespace taizhang::service
