// SPDX-License-Identifier: Apache-2.0
// The user's own table with a column more: why a row was not imported.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "exchange/table.hpp"
#include "exchange/table_writer.hpp"
#include "service/records/import_columns.hpp"

namespace taizhang::service {

inline constexpr std::string_view kErrorColumn = "错误原因";  // an import passes over it

class ErrorWorkbook {
  public:
    // .xlsx or .csv, with the header of `columns`. Cells without a title above them are left out.
    static Result<ErrorWorkbook> create(const std::filesystem::path& file,
                                        const ImportColumns& columns);

    Result<void> write_row(const exchange::Row& row, const std::vector<Error>& errors);
    Result<void> finish() { return table_->finish(); }

  private:
    std::unique_ptr<exchange::TableWriter> table_;
    std::vector<std::size_t> kept_;  // columns of the user's table
};

}  // namespace taizhang::service
