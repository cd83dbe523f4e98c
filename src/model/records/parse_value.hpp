// SPDX-License-Identifier: Apache-2.0
// Between text and values. What a user types is forgiving; what a definition or a script says is
// not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/records/ledger_definition.hpp"
#include "model/records/written_date.hpp"

namespace taizhang::model {

// The canonical form only: 12.50, 2020-01-31, true, a choice's code. Area, unit, reference and
// attachment have no literals.
Result<Value> parse_stored_literal(std::string_view text, const FieldDefinition& field);

// What people write: full-width digits, 1,234.50元, 6.13万元, 2020年1月3日, 2020.1.3, 2020/1/3,
// 是/否, a choice by its title or alias, several joined by 、 or ，. The error's place has value
// and what would be right. Area, unit and reference are looked up by the caller.
Result<Value> parse_typed(std::string_view text, const FieldDefinition& field,
                          DateOrder order = DateOrder::Untold);

// A coordinate in units of 10^-7 degree, rounded; nothing beyond ±degrees_max.
inline constexpr int kLongitudeDegreesMax = 180;
inline constexpr int kLatitudeDegreesMax = 90;
std::optional<std::int32_t> read_degrees(std::string_view text, int degrees_max);

// Canonical text of a value; empty when missing. Choices as codes.
std::string stored_text(const Value& value, const FieldDefinition& field);

// As a clerk reads it: choices by title, booleans 是/否, money 1,234.50.
std::string shown_text(const Value& value, const FieldDefinition& field);

// What would be right in this field, in a few Chinese words.
std::string expected_text(const FieldDefinition& field);

}  // namespace taizhang::model
