// SPDX-License-Identifier: Apache-2.0
// Writes a table as .xlsx, .csv or .jsonl, row by row in constant memory. The file appears under
// its name only when it is finished; an unfinished one is removed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace taizhang::exchange {

enum class OutputKind { Empty, Text, Number, Date, Money };

// Text is never taken for a formula or a number by the program that opens the file.
struct OutputCell {
    OutputKind kind = OutputKind::Empty;
    std::string text;      // Text; the digits of a Number; a Date as 2020-01-31[T08:30:00]
    std::int64_t fen = 0;  // Money

    static OutputCell of_text(std::string text);
    static OutputCell of_number(std::string digits);  // -12.50: written with these digits
    static OutputCell of_date(std::string iso);
    static OutputCell of_money(std::int64_t fen);
};

struct OutputColumn {
    std::string title;
    double width_characters = 0;  // of a Latin letter; 0: as wide as the title, within bounds
};

struct WriteOptions {
    std::string sheet = "Sheet1";  // what Excel forbids in a sheet's name is replaced
    bool byte_order_mark = true;   // of CSV: without it Excel takes UTF-8 for GBK
};

// Not thread-safe. Errors of a cell name its row and column, as the reader of the file would count
// them. After an error only the destructor may be called.
class TableWriter {
  public:
    virtual ~TableWriter() = default;
    // Fewer cells than columns leave the rest empty; more are an error.
    virtual Result<void> write_row(std::span<const OutputCell> cells) = 0;
    virtual Result<void> finish() = 0;
};

// The first row holds the titles, in .xlsx bold and frozen. In .jsonl they are the keys of
// each row. By the ending of `path`: .xlsx, .csv or .jsonl; anything else is Unsupported.
Result<std::unique_ptr<TableWriter>> create_table(const std::filesystem::path& path,
                                                  const std::vector<OutputColumn>& columns,
                                                  const WriteOptions& options);

// 1234567 fen → 12345.67
std::string money_text(std::int64_t fen);

// Columns of a fixed-width font: a Chinese character takes two.
std::size_t display_width(std::string_view text);

}  // namespace taizhang::exchange
