// SPDX-License-Identifier: Apache-2.0
// Which column of a workbook is which field.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "exchange/table.hpp"
#include "model/records/import_map.hpp"
#include "model/records/ledger_definition.hpp"
#include "service/session.hpp"

namespace taizhang::service {

// What the number of a record is called, in errors too.
inline constexpr std::string_view kNumberTitle = "编号";

// Where a field's value stands in a row.
struct FieldColumns {
    std::size_t field = 0;
    std::vector<std::size_t> columns;       // one, unless a map joins several or gives a constant
    const model::MapSource* how = nullptr;  // of a map
};

struct UnknownColumn {
    std::string header;
    std::string suggestion;  // the title of a field that it may be; empty for none
};

struct ImportColumns {
    std::size_t header_row = 0;  // as the user counts
    std::vector<std::string> headers;
    std::vector<FieldColumns> sources;       // each field at most once
    std::optional<std::size_t> number;       // column 编号
    std::optional<std::size_t> zero_report;  // column 零报告
    std::vector<UnknownColumn> unknown;      // neither a field's nor known to be passed over
    std::vector<std::string> missing;        // that a map needs
    const model::ImportMap* map = nullptr;   // outlives the columns

    // C（救助金额）
    std::string place(std::size_t column) const;
    std::optional<std::size_t> column_of(std::size_t field) const;
};

// How the tables of one import are read: by the ledger's own names and what the office chose, or by
// a map.
struct ImportPlan {
    const model::LedgerDefinition& ledger;
    ColumnChoices choices;
    std::optional<model::ImportMap> map;
    model::DateOrder date_order = model::DateOrder::Untold;

    // Of all that makes the same file mean something else; empty where nothing does.
    std::string fingerprint() const;
};

// Nothing when the row is no header of this ledger: at least half of its cells, and two, must be
// names of fields. The header of a ledger with one field may be one cell.
std::optional<ImportColumns> match_header(const exchange::Row& row, const ImportPlan& plan);

// Required fields that no column gives and that have no default, or columns that the map needs.
std::vector<std::string> missing_columns(const ImportColumns& columns,
                                         const model::LedgerDefinition& ledger);

// Reads up to the header. Every error names the file.
Result<ImportColumns> find_header(exchange::TableReader& table, const ImportPlan& plan,
                                  const std::string& file_name);

// Whether two headers are the same to an import: 救助金额（元）* is 救助金额.
bool same_header(std::string_view left, std::string_view right);

}  // namespace taizhang::service
