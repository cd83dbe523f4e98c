// SPDX-License-Identifier: Apache-2.0
#include "service/records/error_workbook.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace taizhang::service {

using exchange::CellKind;
using exchange::OutputCell;

namespace {

OutputCell copied(const exchange::Cell& cell) {
    switch (cell.kind) {
        case CellKind::Empty:
            return {};
        case CellKind::Number:
            return OutputCell::of_number(cell.text);
        case CellKind::Date:
            return OutputCell::of_date(cell.text);
        case CellKind::Boolean:
            return OutputCell::of_text(cell.text == "1" ? "是" : "否");
        default:
            return OutputCell::of_text(cell.text);
    }
}

std::string reason(const Error& error) {
    std::string text = error.message;
    if (error.place && !error.place->expected.empty()) {
        text += "，应为：" + error.place->expected;
    }
    return text;
}

}  // namespace

Result<ErrorWorkbook> ErrorWorkbook::create(const std::filesystem::path& file,
                                            const ImportColumns& columns) {
    ErrorWorkbook workbook;
    std::vector<exchange::OutputColumn> titles;
    for (std::size_t i = 0; i < columns.headers.size(); ++i) {
        if (columns.headers[i] != kErrorColumn) {
            workbook.kept_.push_back(i);
            titles.push_back({columns.headers[i], 0});
        }
    }
    titles.push_back({std::string(kErrorColumn), 60});
    workbook.table_ = TZ_TRY(exchange::create_table(file, titles, {}));
    return workbook;
}

Result<void> ErrorWorkbook::write_row(const exchange::Row& row, const std::vector<Error>& errors) {
    std::vector<OutputCell> cells;
    for (const std::size_t i : kept_) {
        cells.push_back(i < row.cells.size() ? copied(row.cells[i]) : OutputCell{});
    }
    std::vector<std::string> reasons;
    for (const auto& error : errors) {
        reasons.push_back(reason(error));
    }
    cells.push_back(errors.empty() ? OutputCell{} : OutputCell::of_text(join(reasons, "；")));
    return table_->write_row(cells);
}

}  // namespace taizhang::service
