// SPDX-License-Identifier: Apache-2.0
// A table whose rows are lines of text: what .csv and .jsonl share.
#pragma once

#include <cstddef>
#include <fstream>
#include <functional>
#include <string>

#include "exchange/table_writer.hpp"
#include "exchange/unfinished_file.hpp"

namespace taizhang::exchange {

class TextWriter final : public TableWriter {
  public:
    // Appends one row and its line end. There may be fewer cells than columns.
    using RowFormat = std::function<void(std::span<const OutputCell> cells, std::string& out)>;

    TextWriter(const std::filesystem::path& path, std::size_t columns, RowFormat format)
        : unfinished_(path), columns_(columns), format_(std::move(format)) {}

    Result<void> open(std::string_view first_bytes);
    Result<void> write_row(std::span<const OutputCell> cells) override;
    Result<void> finish() override;

  private:
    Result<void> flush();

    UnfinishedFile unfinished_;
    std::ofstream file_;
    std::string buffer_;
    std::size_t columns_;
    std::size_t line_ = 0;
    RowFormat format_;
};

}  // namespace taizhang::exchange
