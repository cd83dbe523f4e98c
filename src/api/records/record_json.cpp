// SPDX-License-Identifier: Apache-2.0
#include "api/records/record_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "api/conditional.hpp"
#include "base/iso_instant.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::api {

namespace json = boost::json;
using model::FieldDefinition;
using model::FieldType;

namespace {

json::object named(std::int64_t id, const std::string& name) {
    return {{"id", std::to_string(id)}, {"name", name}};
}

json::array codes(const std::string& text) {
    json::array array;
    for (const auto& code : split(text, ",")) {
        array.emplace_back(code);
    }
    return array;
}

std::string unit_name(const service::Definitions& definitions, UnitId id, Date day) {
    const auto* unit = model::unit_of_id(definitions.units, id);
    return unit == nullptr ? "" : std::string(unit->name_on(day));
}

// As a person would type it, which is what the services read.
std::optional<std::string> typed(const json::value& value) {
    if (value.is_null()) {
        return std::nullopt;
    }
    if (const auto* text = value.if_string()) {
        return std::string(*text);
    }
    if (const auto* array = value.if_array()) {
        std::vector<std::string> parts;
        for (const auto& part : *array) {
            parts.emplace_back(part.as_string());
        }
        return join(parts, "、");
    }
    if (const auto* truth = value.if_bool()) {
        return *truth ? "是" : "否";
    }
    // The shortest text that reads back as the same number, never 1.2E3.
    return value.is_double() ? fmt::format("{}", value.get_double()) : json::serialize(value);
}

}  // namespace

json::value RecordJson::value(const model::Value& value, const FieldDefinition& field,
                              Date day) const {
    if (model::is_missing(value)) {
        return nullptr;
    }
    if (field.sensitive != model::Sensitivity::None) {
        return json::string(model::masked_text(value, field));
    }
    switch (field.type) {
        case FieldType::Integer:
            return std::get<std::int64_t>(value);
        case FieldType::Boolean:
            return std::get<bool>(value);
        case FieldType::DateTime:
            return json::string(format_iso_instant(std::get<Instant>(value)));
        case FieldType::Area: {
            const AreaId area{std::get<std::int64_t>(value)};
            return named(area.value, definitions_.areas.full_name(area, day));
        }
        case FieldType::Unit:
            return named(std::get<std::int64_t>(value),
                         unit_name(definitions_, UnitId{std::get<std::int64_t>(value)}, day));
        case FieldType::Reference:
            return json::object{{"id", std::to_string(std::get<std::int64_t>(value))}};
        case FieldType::MultiChoice:
        case FieldType::Attachment:  // ids
            return codes(std::get<std::string>(value));
        default:
            return json::string(model::stored_text(value, field));
    }
}

json::object RecordJson::record(const model::LedgerRecord& record,
                                const std::vector<std::string>& fields) const {
    const Date day = record.happened_on(ledger_);
    json::object values;
    json::array masked;
    json::array hidden;
    for (std::size_t i = 0; i < ledger_.fields.size(); ++i) {
        const auto& field = ledger_.fields[i];
        const bool wanted =
            fields.empty() ? !field.retired
                           : std::find(fields.begin(), fields.end(), field.name) != fields.end();
        if (!wanted) {
            continue;
        }
        if (!sight_.shows(record, i)) {
            hidden.emplace_back(field.name);
            continue;
        }
        values[field.name] = value(record.values[i], field, day);
        if (field.sensitive != model::Sensitivity::None && !model::is_missing(record.values[i])) {
            masked.emplace_back(field.name);
        }
    }
    json::object object{
        {"id", std::to_string(record.id.value)},
        {"number", record.number},
        {"revision", record.revision},
        {"area", named(record.area.value, definitions_.areas.full_name(record.area, day))},
        {"recorded_at", format_iso_instant(record.recorded_at)},
        {"deleted", record.deleted},
        {"purged", record.purged},
        {"fields", std::move(values)},
        {"masked", std::move(masked)},
        {"hidden", std::move(hidden)}};
    return object;
}

json::array RecordJson::changes(const model::LedgerRecord& record,
                                const std::vector<service::FieldChange>& changes) const {
    const Date day = record.happened_on(ledger_);
    json::array shown;
    for (const auto& change : changes) {
        if (!sight_.shows(record, change.field)) {
            continue;
        }
        const auto& field = ledger_.fields[change.field];
        shown.push_back(json::object{{"field", field.name},
                                     {"title", field.title.zh},
                                     {"before", value(change.before, field, day)},
                                     {"after", value(change.after, field, day)}});
    }
    return shown;
}

std::string record_tag(const model::LedgerRecord& record) {
    return revision_tag(record.revision);
}

std::vector<service::FieldInput> read_fields(const json::object& fields) {
    std::vector<service::FieldInput> inputs;
    for (const auto& [name, value] : fields) {
        inputs.push_back({std::string(name), typed(value)});
    }
    return inputs;
}

json::object ledger_json(const model::LedgerDefinition& ledger) {
    json::array fields;
    for (const auto& field : ledger.fields) {
        json::object one{{"name", field.name},
                         {"title", field.title.zh},
                         {"type", model::type_name(field.type)},
                         {"required", field.required},
                         {"unique", field.unique},
                         {"retired", field.retired},
                         {"personal", field.sensitive != model::Sensitivity::None},
                         {"help", field.help.zh},
                         {"expected", model::expected_text(field)}};
        json::array choices;
        for (const auto& choice : field.choices) {
            choices.push_back(json::object{{"code", choice.code}, {"title", choice.title.zh}});
        }
        one["choices"] = std::move(choices);
        fields.push_back(std::move(one));
    }
    return {{"name", ledger.name},
            {"title", ledger.title.zh},
            {"chapter", ledger.chapter},
            {"purpose", ledger.purpose.zh},
            {"fields", std::move(fields)}};
}

Schema record_schema() {
    const Schema place = object_schema({{"id", id_schema("")}, {"name", text_schema("")}});
    return object_schema(
        {{"id", id_schema("条目的编号")},
         {"number", text_schema("受理编号")},
         {"revision", integer_schema("第几版", 1, INT32_MAX)},
         {"area", place},
         {"recorded_at", instant_schema("录入时刻")},
         {"deleted", boolean_schema("在回收站里")},
         {"purged", boolean_schema("个人信息到期已清除")},
         {"fields",
          Schema{{"type", "object"},
                 {"description", "字段名 → 值：钱和小数是文本，区域、科室、关联是 {id, name}"},
                 {"additionalProperties", true}}},
         {"masked", array_schema(text_schema("遮盖了的字段"), limits::kFieldsPerLedgerMax)},
         {"hidden", array_schema(text_schema("你看不到的字段"), limits::kFieldsPerLedgerMax)},
         {"links",
          object_schema({{"self", text_schema("这一条")},
                         {"history", text_schema("它的留痕")},
                         {"ledger", text_schema("所在的台账")}}),
          false}});
}

Schema field_change_schema() {
    const Schema value{{"description", "同条目里的值"}};
    return object_schema({{"field", text_schema("")},
                          {"title", text_schema("")},
                          {"before", value},
                          {"after", value}});
}

Schema ledger_schema() {
    const Schema choice = object_schema({{"code", text_schema("")}, {"title", text_schema("")}});
    const Schema field =
        object_schema({{"name", text_schema("字段名")},
                       {"title", text_schema("中文名")},
                       {"type", text_schema("类型")},
                       {"required", boolean_schema("必填")},
                       {"unique", boolean_schema("不许重复")},
                       {"retired", boolean_schema("已停用")},
                       {"personal", boolean_schema("个人信息")},
                       {"help", text_schema("怎样填", limits::kLongTextCharactersDefault)},
                       {"expected", text_schema("怎样写才对", 1'000)},
                       {"choices", array_schema(choice, limits::kChoicesPerFieldMax)}});
    return object_schema({{"name", text_schema("英文名")},
                          {"title", text_schema("中文名")},
                          {"chapter", text_schema("所属部分")},
                          {"purpose", text_schema("用途", limits::kLongTextCharactersDefault)},
                          {"fields", array_schema(field, limits::kFieldsPerLedgerMax)}});
}

}  // namespace taizhang::api
