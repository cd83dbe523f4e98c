// SPDX-License-Identifier: Apache-2.0
#include "model/records/ledger_definition.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace taizhang::model {
namespace {

constexpr std::array kTypeNames = {
    std::pair{FieldType::Text, std::string_view("text")},
    std::pair{FieldType::LongText, std::string_view("long_text")},
    std::pair{FieldType::Integer, std::string_view("integer")},
    std::pair{FieldType::Decimal, std::string_view("decimal")},
    std::pair{FieldType::Money, std::string_view("money")},
    std::pair{FieldType::Date, std::string_view("date")},
    std::pair{FieldType::DateTime, std::string_view("datetime")},
    std::pair{FieldType::Boolean, std::string_view("boolean")},
    std::pair{FieldType::Choice, std::string_view("choice")},
    std::pair{FieldType::MultiChoice, std::string_view("multi_choice")},
    std::pair{FieldType::Person, std::string_view("person")},
    std::pair{FieldType::Phone, std::string_view("phone")},
    std::pair{FieldType::IdNumber, std::string_view("id_number")},
    std::pair{FieldType::Address, std::string_view("address")},
    std::pair{FieldType::Point, std::string_view("point")},
    std::pair{FieldType::Area, std::string_view("area")},
    std::pair{FieldType::Unit, std::string_view("unit")},
    std::pair{FieldType::Attachment, std::string_view("attachment")},
    std::pair{FieldType::Reference, std::string_view("reference")},
};

}  // namespace

const Choice* FieldDefinition::choice(std::string_view code) const {
    const auto found = std::find_if(choices.begin(), choices.end(),
                                    [&](const auto& candidate) { return candidate.code == code; });
    return found == choices.end() ? nullptr : &*found;
}

Date Retention::erase_on(Date entered) const {
    return years > 0 ? entered.plus_months(years * 12) : entered.plus_days(days);
}

std::optional<std::size_t> LedgerDefinition::field_index(std::string_view field_name) const {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name == field_name) {
            return i;
        }
    }
    return std::nullopt;
}

bool LedgerDefinition::key_has_date() const {
    return key.empty() || std::find(key.begin(), key.end(), fields[happened_on].name) != key.end();
}

bool LedgerDefinition::has_personal_fields() const {
    return std::any_of(fields.begin(), fields.end(), is_personal);
}

bool is_found_by_value(const FieldDefinition& field) {
    if (!is_personal(field)) {
        return false;
    }
    switch (field.type) {
        case FieldType::Text:
        case FieldType::Person:
        case FieldType::Phone:
        case FieldType::IdNumber:
            return true;
        default:
            return field.unique;
    }
}

bool is_number(FieldType type) {
    return type == FieldType::Integer || type == FieldType::Decimal || type == FieldType::Money;
}

bool is_text(FieldType type) {
    switch (type) {
        case FieldType::Text:
        case FieldType::LongText:
        case FieldType::Person:
        case FieldType::Phone:
        case FieldType::IdNumber:
        case FieldType::Address:
            return true;
        default:
            return false;
    }
}

int scale_of(const FieldDefinition& field) {
    if (field.type == FieldType::Money) {
        return kMoneyScale;
    }
    return field.type == FieldType::Decimal ? field.scale : 0;
}

const std::vector<std::string>& sensitivity_names() {
    static const std::vector<std::string> kNames = {"none",    "identity", "contact", "health",
                                                    "finance", "location", "minor"};
    return kNames;
}

std::string_view type_name(FieldType type) {
    return std::find_if(kTypeNames.begin(), kTypeNames.end(),
                        [&](const auto& entry) { return entry.first == type; })
        ->second;
}

std::optional<FieldType> field_type(std::string_view name) {
    for (const auto& [type, text] : kTypeNames) {
        if (text == name) {
            return type;
        }
    }
    return std::nullopt;
}

std::vector<std::string> field_type_names() {
    std::vector<std::string> names;
    for (const auto& entry : kTypeNames) {
        names.emplace_back(entry.second);
    }
    return names;
}

}  // namespace taizhang::model
