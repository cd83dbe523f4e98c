// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>

#include "exchange/csv_dialect.hpp"
#include "exchange/table_writers.hpp"
#include "exchange/text_writer.hpp"

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

TextWriter::RowFormat csv_rows(std::size_t columns) {
    return [columns](std::span<const OutputCell> cells, std::string& out) {
        for (std::size_t i = 0; i < columns; ++i) {
            if (i > 0) {
                out += ',';
            }
            if (i < cells.size()) {
                append_cell(out, cells[i]);
            }
        }
        out += "\r\n";
    };
}

}  // namespace

Result<std::unique_ptr<TableWriter>> create_csv(const std::filesystem::path& path,
                                                const std::vector<OutputColumn>& columns,
                                                const WriteOptions& options) {
    auto writer = std::make_unique<TextWriter>(path, columns.size(), csv_rows(columns.size()));
    TZ_TRY(writer->open(options.byte_order_mark ? "\xEF\xBB\xBF" : ""));
    std::vector<OutputCell> titles;
    for (const auto& column : columns) {
        titles.push_back(OutputCell::of_text(column.title));
    }
    TZ_TRY(writer->write_row(titles));
    return writer;
}

}  // namespace taizhang::exchange
