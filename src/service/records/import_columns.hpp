// SPDX-License-Identifier: Apache-2.0
// Which column of a workbook is which field.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "exchange/table.hpp"
#include "model/records/ledger_definition.hpp"

namespace taizhang::service {

struct ImportColumns {
    std::size_t header_row = 0;                      // as the user counts
    std::vector<std::string> headers;                // parallel to the columns
    std::vector<std::optional<std::size_t>> fields;  // column → field
    std::optional<std::size_t> number;               // column 编号
    std::optional<std::size_t> zero_report;          // column 零报告
    std::vector<std::string> ignored;                // headers that are no field's

    // C（救助金额）
    std::string place(std::size_t column) const;
    std::optional<std::size_t> column_of(std::size_t field) const;
};

// Nothing when the row is no header of this ledger: at least half of its cells, and two, must be
// names of fields. The header of a ledger with one field may be one cell.
std::optional<ImportColumns> match_header(const exchange::Row& row,
                                          const model::LedgerDefinition& ledger);

// Required fields that no column gives and that have no default.
std::vector<std::string> missing_columns(const ImportColumns& columns,
                                         const model::LedgerDefinition& ledger);

}  // namespace taizhang::service
