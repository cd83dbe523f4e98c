// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "exchange/csv_dialect.hpp"
#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/table_writers.hpp"
#include "exchange/unfinished_file.hpp"

namespace taizhang::exchange {
namespace {

void append_quoted(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n\t;|") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    out += '"';
}

void append_cell(std::string& out, const OutputCell& cell) {
    switch (cell.kind) {
        case OutputKind::Empty:
            break;
        case OutputKind::Text:
            append_quoted(out, guarded(clean_text(cell.text)));
            break;
        case OutputKind::Number:
            out += cell.text;
            break;
        case OutputKind::Date:
            out += cell.text;
            std::ranges::replace(out.end() - std::ssize(cell.text), out.end(), 'T', ' ');
            break;  // Excel knows the day and the time only with a space between
        case OutputKind::Money:
            out += money_text(cell.fen);
            break;
    }
}

class CsvWriter final : public TableWriter {
  public:
    CsvWriter(const std::filesystem::path& path, std::size_t columns)
        : unfinished_(path), columns_(columns) {}

    Result<void> open(const WriteOptions& options) {
        file_.open(unfinished_.path(), std::ios::binary | std::ios::trunc);
        if (!file_) {
            return unfinished_.fail_io("cannot open");
        }
        if (options.byte_order_mark) {
            buffer_ = "\xEF\xBB\xBF";
        }
        return {};
    }

    Result<void> write_row(std::span<const OutputCell> cells) override {
        ++line_;
        TZ_TRY(check_row(cells, columns_, line_, unfinished_.shown_name()));
        for (std::size_t i = 0; i < columns_; ++i) {
            if (i > 0) {
                buffer_ += ',';
            }
            if (i < cells.size()) {
                append_cell(buffer_, cells[i]);
            }
        }
        buffer_ += "\r\n";
        return buffer_.size() < kReadBufferBytes ? Result<void>() : flush();
    }

    Result<void> finish() override {
        TZ_TRY(flush());
        file_.close();
        if (!file_) {
            return unfinished_.fail_io("cannot close");
        }
        return unfinished_.commit();
    }

  private:
    Result<void> flush() {
        file_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        buffer_.clear();
        if (!file_) {
            return unfinished_.fail_io("cannot write");
        }
        return {};
    }

    UnfinishedFile unfinished_;
    std::ofstream file_;
    std::string buffer_;
    std::size_t columns_;
    std::size_t line_ = 0;
};

}  // namespace

Result<std::unique_ptr<TableWriter>> create_csv(const std::filesystem::path& path,
                                                const std::vector<OutputColumn>& columns,
                                                const WriteOptions& options) {
    auto writer = std::make_unique<CsvWriter>(path, columns.size());
    TZ_TRY(writer->open(options));
    std::vector<OutputCell> titles;
    for (const auto& column : columns) {
        titles.push_back(OutputCell::of_text(column.title));
    }
    TZ_TRY(writer->write_row(titles));
    return writer;
}

}  // namespace taizhang::exchange
