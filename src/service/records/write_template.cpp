// SPDX-License-Identifier: Apache-2.0
#include "service/records/write_template.hpp"

#include "exchange/xlsx_template.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::service {

using exchange::TemplateColumn;
using model::FieldDefinition;
using model::FieldType;

namespace {

TemplateColumn::Input input_of(FieldType type) {
    switch (type) {
        case FieldType::Integer:
        case FieldType::Decimal:
        case FieldType::Money:
            return TemplateColumn::Input::Number;
        case FieldType::Date:
            return TemplateColumn::Input::Date;
        case FieldType::DateTime:
            return TemplateColumn::Input::DateTime;
        default:
            return TemplateColumn::Input::Text;
    }
}

std::vector<std::string> area_names(const Definitions& definitions, Date today) {
    std::vector<std::string> names;
    for (const AreaId area : definitions.areas.all()) {
        const auto* version = definitions.areas.at(area, today);
        const bool abolished = version->abolished_on && *version->abolished_on <= today;
        if (!abolished && area != definitions.areas.root()) {
            names.push_back(definitions.areas.full_name(area, today));
        }
    }
    return names;
}

std::vector<std::string> choices_of(const FieldDefinition& field, const Definitions& definitions,
                                    Date today) {
    std::vector<std::string> names;
    switch (field.type) {
        case FieldType::Boolean:
            return {"是", "否"};
        case FieldType::Choice:
            for (const auto& choice : field.choices) {
                names.push_back(choice.title.zh);
            }
            return names;
        case FieldType::Area:
            return area_names(definitions, today);
        case FieldType::Unit:
            for (const auto& unit : definitions.units) {
                if (!unit.is_closed_on(today)) {
                    names.push_back(unit.name);
                }
            }
            return names;
        default:
            return names;
    }
}

}  // namespace

Result<std::size_t> write_ledger_template(const Session& session, const std::string& ledger_name,
                                          const std::filesystem::path& file, Date today) {
    TZ_TRY(access::authorize(session.principal, access::Permission::ImportRecords));
    const auto definitions = TZ_TRY(load_definitions(session));
    const auto* ledger = TZ_TRY(definitions->catalog.ledger(ledger_name));
    std::vector<TemplateColumn> columns;
    for (const auto& field : ledger->fields) {
        if (field.retired || field.type == FieldType::Attachment) {
            continue;
        }
        std::string hint = model::expected_text(field);
        hint += field.help.zh.empty() ? "" : "。" + field.help.zh;
        const bool required = field.required && model::is_missing(field.default_value);
        columns.push_back({field.title.zh, hint, required, input_of(field.type),
                           choices_of(field, *definitions, today)});
    }
    TZ_TRY(exchange::write_template(file, ledger->title.zh, columns));
    return columns.size();
}

}  // namespace taizhang::service
