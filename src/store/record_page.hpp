// SPDX-License-Identifier: Apache-2.0
// One page of a ledger's records: filtered and sorted by any of its columns, continued by the
// values of the last row, so that the thousandth page costs what the first does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/record_query.hpp"

namespace taizhang::store {

// A field of the ledger, or what every record has.
struct RecordColumn {
    enum class Kind { Field, Number, RecordedAt, Revision };
    Kind kind = Kind::Field;
    std::size_t field = 0;  // index into the definition's fields

    bool operator==(const RecordColumn&) const = default;
};

enum class Compare {
    Equal,
    NotEqual,  // a missing value differs from every value
    Less,
    AtMost,
    More,
    AtLeast,
    OneOf,
    Contains,  // of text
    HasCode,   // of multi_choice
    Missing,
    Present,
};

struct Condition {
    RecordColumn column;
    Compare compare = Compare::Equal;
    std::vector<model::Value> values;  // one; of OneOf any number; of Missing and Present none
};

struct SortKey {
    RecordColumn column;
    bool descending = false;
};

// Where a page ends: the sort keys of its last record, and its id, which comes last in every order.
struct PageMark {
    std::vector<model::Value> keys;  // parallel to `sort`
    RecordId id;
};

// Conditions are joined by "and". Missing values come before all others. Nothing is sorted by a
// personal field.
struct PageQuery {
    RecordQuery records;
    std::vector<Condition> conditions;
    std::optional<std::vector<RecordId>> ids;  // only these
    std::vector<SortKey> sort;
    bool ids_descending = false;  // among equals, and where there is no sort key
    std::optional<PageMark> after;
    std::size_t records_max = 50;
};

// Whether it asks for equal values, of a field where those can be found. Throws for what no store
// can answer of a personal field, which is sealed: its order, its parts.
bool compares_equality(const Condition& condition, const model::FieldDefinition& field);

// The record's value in that column.
model::Value value_in(const model::LedgerRecord& record, const RecordColumn& column);

}  // namespace taizhang::store
