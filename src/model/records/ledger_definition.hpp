// SPDX-License-Identifier: Apache-2.0
// What a ledger is: its fields and their rules. Definitions are data; docs/definition-language.md
// is their reference.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/records/expression.hpp"
#include "model/records/value.hpp"

namespace taizhang::model {

struct Title {
    std::string zh;
    std::string en;

    bool operator==(const Title&) const = default;
};

enum class FieldType {
    Text,
    LongText,
    Integer,
    Decimal,
    Money,
    Date,
    DateTime,
    Boolean,
    Choice,
    MultiChoice,
    Person,
    Phone,
    IdNumber,
    Address,
    Point,
    Area,
    Unit,
    Attachment,
    Reference,
};

// A field with a role is the common column of that name.
enum class FieldRole { None, HappenedOn, Area, Unit, Status };

// Kinds of personal data (PIPL articles 4 and 28). None: not personal.
enum class Sensitivity { None, Identity, Contact, Health, Finance, Location, Minor };

struct Choice {
    std::string code;
    Title title;
    std::vector<std::string> aliases;  // other words that offices use for it
};

struct CheckRule {
    Expression rule;
    Title message;
};

struct FieldDefinition {
    std::string name;
    Title title;
    FieldType type = FieldType::Text;
    FieldRole role = FieldRole::None;
    Sensitivity sensitive = Sensitivity::None;
    bool required = false;
    bool unique = false;
    bool retired = false;
    int scale = 2;  // of a decimal: digits after the point
    std::size_t characters_max = 0;
    std::vector<std::string> aliases;
    std::vector<Choice> choices;
    std::string pattern;
    std::string reference_to;
    Value default_value;
    Value min;
    Value max;
    std::optional<Expression> visible_if;
    std::optional<CheckRule> check;
    Title help;

    const Choice* choice(std::string_view code) const;
};

// How long personal fields are kept after a record was entered.
struct Retention {
    bool permanent = false;
    int years = 0;
    int days = 0;

    Date erase_on(Date entered) const;  // only where not permanent
};

struct LedgerDefinition {
    std::string name;
    Title title;
    std::string chapter;
    Title purpose;
    std::string number_prefix;
    std::vector<std::string> key;  // field names; empty: the whole row
    std::vector<FieldDefinition> fields;
    Retention retention;
    std::size_t happened_on = 0;      // index into fields
    std::optional<std::size_t> area;  // absent: every record belongs to the whole office
    std::optional<std::size_t> unit;
    std::optional<std::size_t> status;

    std::optional<std::size_t> field_index(std::string_view name) const;
    bool has_personal_fields() const;
    // Whether rows of one match key all have one date.
    bool key_has_date() const;
};

inline constexpr std::string_view kStatusRecorded = "recorded";  // where no field has the role

bool is_number(FieldType type);  // integer, decimal, money
bool is_text(FieldType type);    // stored as free text
inline bool is_personal(const FieldDefinition& field) {
    return field.sensitive != Sensitivity::None;
}
// Of personal ones, which are stored sealed: whether equal values can be found by it. A choice or a
// date would be told by how often it occurs, a long text is searched.
bool is_found_by_value(const FieldDefinition& field);
int scale_of(const FieldDefinition& field);  // 0, the decimal's scale, or 2 for money

// In the order of the enumeration: none, identity, contact …
const std::vector<std::string>& sensitivity_names();

std::string_view type_name(FieldType type);
std::optional<FieldType> field_type(std::string_view name);
std::vector<std::string> field_type_names();

}  // namespace taizhang::model
