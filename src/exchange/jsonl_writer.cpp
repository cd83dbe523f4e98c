// SPDX-License-Identifier: Apache-2.0
// JSON Lines: one object a row, its keys the titles of the columns. https://jsonlines.org
#include <boost/json.hpp>

#include "exchange/table_writers.hpp"
#include "exchange/text_writer.hpp"

namespace taizhang::exchange {
namespace {

std::string json_text(std::string_view text) {
    return boost::json::serialize(boost::json::string(text));
}

void append_value(const OutputCell& cell, std::string& out) {
    switch (cell.kind) {
        case OutputKind::Empty:
            out += "null";
            break;
        case OutputKind::Text:
            out += json_text(clean_text(cell.text));
            break;
        case OutputKind::Number:
            out += cell.text;
            break;
        case OutputKind::Date:
            out += json_text(cell.text);
            break;
        case OutputKind::Money:
            out += money_text(cell.fen);
            break;
    }
}

}  // namespace

Result<std::unique_ptr<TableWriter>> create_jsonl(const std::filesystem::path& path,
                                                  const std::vector<OutputColumn>& columns) {
    std::vector<std::string> keys;
    for (const auto& column : columns) {
        keys.push_back(json_text(column.title) + ":");
    }
    auto writer = std::make_unique<TextWriter>(
        path, columns.size(),
        [keys = std::move(keys)](std::span<const OutputCell> cells, std::string& out) {
            for (std::size_t i = 0; i < keys.size(); ++i) {
                out += i == 0 ? "{" : ",";
                out += keys[i];
                append_value(i < cells.size() ? cells[i] : OutputCell{}, out);
            }
            out += "}\n";
        });
    TZ_TRY(writer->open(""));
    return writer;
}

}  // namespace taizhang::exchange
