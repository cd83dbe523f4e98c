// SPDX-License-Identifier: Apache-2.0
// How somebody else's table becomes rows of a ledger: data, like the ledger itself.
// docs/definition-language.md is its reference.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "model/records/ledger_definition.hpp"
#include "model/records/written_date.hpp"

namespace taizhang::model {

// Where one field comes from. No column: the constant.
struct MapSource {
    std::size_t field = 0;             // index in the ledger's fields
    std::vector<std::string> columns;  // headers of the file; of a point: longitude, latitude
    bool is_point = false;
    std::string join;                                         // between several columns
    std::string split;                                        // characters that part a cell
    std::size_t part = 0;                                     // 1-based, where `split` is given
    std::string drop_suffix;                                  // 2128.0 without .0
    std::string date_format;                                  // of strptime; empty: as people write
    std::vector<std::pair<std::string, std::string>> values;  // the file's word → what it means
    std::string fallback;                                     // where the cell says nothing
    std::string constant;
};

struct ImportMap {
    std::string name;
    Title title;
    std::string ledger;
    std::size_t header_row = 0;  // as the user counts; 0: to be found
    std::string number;          // the column whose cell is the record's number; empty: none
    std::vector<std::string> empty_marks;
    std::shared_ptr<const TimeZone> zone;  // of the file's times; nullptr: Asia/Shanghai
    std::vector<MapSource> sources;
    std::vector<std::string> ignored;  // known, and not wanted
    std::string text;                  // canonical, for telling one version from another

    std::vector<std::string> columns() const;  // all that it needs, each once
};

// What the cells of one row say for the field, as text to be read like a typed cell: marks for
// "empty" taken out, the suffix dropped, several joined, words translated. `cells` is parallel to
// source.columns. Not for points.
std::string mapped_text(const ImportMap& map, const MapSource& source,
                        const std::vector<std::string>& cells);

// A date or a time in the source's own format.
Result<Value> mapped_date(const ImportMap& map, const MapSource& source, const std::string& text,
                          const FieldDefinition& field);

// The error's place names in `column` the header of the cell that is wrong.
Result<Value> mapped_point(const ImportMap& map, const MapSource& source,
                           const std::vector<std::string>& cells, const FieldDefinition& field);

// What would be right in the source's column: its own words where it translates.
std::string expected_in_source(const MapSource& source, const FieldDefinition& field);

}  // namespace taizhang::model
