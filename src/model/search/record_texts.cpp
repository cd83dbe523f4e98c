// SPDX-License-Identifier: Apache-2.0
#include "model/search/record_texts.hpp"

#include <algorithm>

#include "model/records/parse_value.hpp"

namespace taizhang::model {
namespace {

bool has_searched_field(const LedgerDefinition& ledger, FieldType type) {
    return std::any_of(ledger.fields.begin(), ledger.fields.end(),
                       [&](const auto& field) { return field.type == type && !field.retired; });
}

bool is_searched(const FieldDefinition& field) {
    switch (field.type) {
        case FieldType::Date:
        case FieldType::DateTime:
        case FieldType::Boolean:
        case FieldType::Point:
        case FieldType::Attachment:
            return false;
        default:
            return !field.retired;
    }
}

// Long texts would fill the index with initials that nobody types.
Initials initials_in(const FieldDefinition& field) {
    switch (field.type) {
        case FieldType::Person:
        case FieldType::Text:
        case FieldType::Area:
        case FieldType::Unit:
        case FieldType::Address:
            return Initials::Yes;
        default:
            return Initials::No;
    }
}

std::string text_of(const LedgerDefinition& ledger, const LedgerRecord& record,
                    const FieldDefinition& field, const Value& value, const SearchNames& names) {
    switch (field.type) {
        case FieldType::Area:
            return names.area(AreaId{std::get<std::int64_t>(value)}, record.happened_on(ledger));
        case FieldType::Unit:
            return names.unit(UnitId{std::get<std::int64_t>(value)});
        case FieldType::Reference:
            return names.number(field.reference_to, RecordId{std::get<std::int64_t>(value)});
        default:
            return shown_text(value, field);
    }
}

// As people type it besides: 1234.50 and 1234.5.
std::vector<std::string> typed_amounts(Money money, const std::string& shown) {
    std::vector<std::string> amounts = {format_scaled(money.fen, kMoneyScale),
                                        format_scaled_trimmed(money.fen, kMoneyScale)};
    amounts.erase(std::unique(amounts.begin(), amounts.end()), amounts.end());
    std::erase(amounts, shown);
    return amounts;
}

}  // namespace

std::vector<RecordText> record_texts(const LedgerDefinition& ledger, const LedgerRecord& record,
                                     const SearchNames& names) {
    std::vector<RecordText> texts = {{std::nullopt, false, {record.number, Initials::No}}};
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        const auto& field = ledger.fields[i];
        if (!is_searched(field) || is_missing(record.values[i])) {
            continue;
        }
        const bool personal = field.sensitive != Sensitivity::None;
        const auto text = text_of(ledger, record, field, record.values[i], names);
        texts.push_back({i, personal, {text, initials_in(field)}});
        if (const auto* money = std::get_if<Money>(&record.values[i])) {
            for (auto& typed : typed_amounts(*money, text)) {
                texts.push_back({i, personal, {std::move(typed), Initials::No}});
            }
        }
    }
    return texts;
}

RecordLines record_lines(const std::vector<RecordText>& texts) {
    RecordLines lines;
    for (const auto& text : texts) {
        append_line(text.personal ? lines.personal : lines.open, text.line);
    }
    return lines;
}

bool has_area_names(const LedgerDefinition& ledger) {
    return has_searched_field(ledger, FieldType::Area);
}

bool has_unit_names(const LedgerDefinition& ledger) {
    return has_searched_field(ledger, FieldType::Unit);
}

}  // namespace taizhang::model
