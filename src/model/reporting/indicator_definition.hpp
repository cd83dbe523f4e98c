// SPDX-License-Identifier: Apache-2.0
// What a figure counts. Definitions are data; docs/definition-language.md is their reference.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/records/ledger_definition.hpp"
#include "model/reporting/condition.hpp"
#include "model/reporting/number_format.hpp"

namespace taizhang::model {

enum class Measure { Count, Sum, Distinct, Last, Ratio };

// ToDate: everything up to the period's end, for stocks.
enum class Span { Period, ToDate };

struct IndicatorDefinition {
    std::string name;
    Title title;
    Measure measure = Measure::Count;
    Span span = Span::Period;
    std::string ledger;                // empty for a ratio
    std::optional<std::size_t> field;  // of sum, distinct and last: index in the ledger's fields
    Condition where;
    std::string numerator;  // of a ratio: names of indicators
    std::string denominator;
    std::string unit;
    NumberFormat format;
    std::string phrase;       // 每人{}元; empty: number and unit
    std::string zero_phrase;  // 零; empty: as any other number

    bool is_percentage() const { return measure == Measure::Ratio && unit == "%"; }
    // Kept in roll-ups, as against computed from the records or from other indicators.
    bool is_additive() const { return measure == Measure::Count || measure == Measure::Sum; }
};

struct Pack;

// One Chinese sentence: what is counted, under which condition, by which date.
std::string definition_sentence(const IndicatorDefinition& indicator, const Pack& pack);

}  // namespace taizhang::model
