// SPDX-License-Identifier: Apache-2.0
// A table as a stream of rows: what every file format is turned into before anybody interprets it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace taizhang::exchange {

enum class CellKind { Empty, Text, Number, Boolean, Date, Error };

// `text` is always what the file says, in UTF-8: a number's own digits (without a double's noise
// and without exponent), a date as 2020-01-31 or 2020-01-31T08:30:00, a boolean as 1 or 0, an error
// such as #N/A. A time without a day is Text, 08:30:00. A formula that nobody has calculated yet is
// an Error, with the formula. In CSV everything is Text, and what only keeps a spreadsheet from
// calculating (a leading apostrophe before = + - @, ="0012") is taken off.
struct Cell {
    CellKind kind = CellKind::Empty;
    std::string text;
};

struct Row {
    std::size_t number = 0;   // 1-based, as the user's spreadsheet or editor counts it
    std::vector<Cell> cells;  // index 0 is column A; trailing empty cells are dropped
};

// Reads forward once, in constant memory. Not thread-safe. A returned row lives until the next
// call.
class TableReader {
  public:
    virtual ~TableReader() = default;
    // The next row that has any non-empty cell, nullptr at the end. Errors name file, sheet and
    // row.
    virtual Result<const Row*> next() = 0;
    virtual const std::string& sheet() const = 0;  // empty for CSV
    // Share of the file already read, 0..1.
    virtual double progress() const = 0;
};

struct OpenOptions {
    std::string sheet;  // empty: the first visible sheet
};

// By content, not by ending: .xlsx, .xls and .et where LibreOffice is installed, or CSV (UTF-8 with
// or without BOM, UTF-16 with BOM, GB18030; comma, tab, semicolon, bar). Anything else is an error
// that says what to do. Limits are in limits.hpp.
Result<std::unique_ptr<TableReader>> open_table(const std::filesystem::path& path,
                                                const OpenOptions& options);

// 0 → A, 25 → Z, 26 → AA: how a spreadsheet names its columns.
std::string column_letters(std::size_t index);

}  // namespace taizhang::exchange
