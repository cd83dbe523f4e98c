// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_sheet.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/xlsx_number.hpp"

namespace taizhang::exchange {
namespace {

std::optional<std::size_t> whole_number(std::string_view text) {
    std::size_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

std::optional<std::size_t> column_of_reference(std::string_view reference) {
    std::size_t count = 0;
    for (const char c : reference) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (!upper && !(c >= 'a' && c <= 'z')) {
            break;
        }
        count = count * 26 + static_cast<std::size_t>(c - (upper ? 'A' : 'a')) + 1;
        if (count > kRowCellsMax) {
            return std::nullopt;
        }
    }
    return count == 0 ? std::nullopt : std::optional(count - 1);
}

void SheetHandler::on_start(std::string_view name, const XmlAttributes& attributes) {
    if (!in_data_) {
        in_data_ = name == "sheetData";
    } else if (!in_row_) {
        if (name == "row") {
            begin_row(attributes);
        }
    } else if (!in_cell_) {
        if (name == "c") {
            begin_cell(attributes);
        }
    } else if (name == "v") {
        inside_ = Inside::Value;
    } else if (name == "f") {
        inside_ = Inside::Formula;
        has_formula_ = true;
    } else if (name == "is") {
        inside_ = Inside::InlineText;
    } else if (inside_ == Inside::InlineText) {
        inline_text_.on_start(name);
    }
}

void SheetHandler::on_end(std::string_view name) {
    if (in_cell_) {
        if (name == "c") {
            finish_cell();
        } else if (name == "v" || name == "f" || name == "is") {
            inside_ = Inside::Nothing;
        } else if (inside_ == Inside::InlineText) {
            inline_text_.on_end(name);
        }
    } else if (in_row_ && name == "row") {
        finish_row();
    } else if (name == "sheetData") {
        in_data_ = false;
    }
}

void SheetHandler::on_text(std::string_view text) {
    if (inside_ == Inside::Value && add_bytes(text.size(), value_.size())) {
        value_ += text;
    } else if (inside_ == Inside::Formula && add_bytes(text.size(), formula_.size())) {
        formula_ += text;
    } else if (inside_ == Inside::InlineText &&
               add_bytes(text.size(), inline_text_.text().size())) {
        inline_text_.on_text(text);
    }
}

void SheetHandler::begin_row(const XmlAttributes& attributes) {
    const auto given = whole_number(attributes.find("r").value_or(""));
    row_.number = given.value_or(0) > 0 ? *given : row_.number + 1;
    row_.cells.clear();
    row_bytes_ = 0;
    next_column_ = 0;
    in_row_ = true;
    if (row_.number > kXlsxRowsMax) {
        row_.number = 0;
        stop_at(ErrorCode::LimitExceeded,
                fmt::format("行号超过 {} 行的上限，请检查表格末尾的空行", kXlsxRowsMax),
                "xlsx: row number above the limit");
    }
}

void SheetHandler::finish_row() {
    in_row_ = false;
    while (!row_.cells.empty() && row_.cells.back().kind == CellKind::Empty) {
        row_.cells.pop_back();
    }
    if (!row_.cells.empty()) {
        pause();
    }
}

void SheetHandler::begin_cell(const XmlAttributes& attributes) {
    in_cell_ = true;
    const auto reference = attributes.find("r").value_or("");
    const auto named = column_of_reference(reference);
    column_ = named.value_or(next_column_);
    next_column_ = column_ + 1;
    type_ = attributes.find("t").value_or("n");
    style_ = whole_number(attributes.find("s").value_or("")).value_or(0);
    value_.clear();
    formula_.clear();
    has_formula_ = false;
    inline_text_.clear();
    if (column_ >= kRowCellsMax || (!named && !reference.empty())) {
        column_ = kRowCellsMax;
        stop_at(ErrorCode::InvalidInput, fmt::format("单元格位置无效，列数上限为 {}", kRowCellsMax),
                "xlsx: cell reference without a valid column", std::string(reference));
    }
}

void SheetHandler::finish_cell() {
    auto cell = cell_value();
    in_cell_ = false;
    inside_ = Inside::Nothing;
    if (cell.kind == CellKind::Empty) {
        return;
    }
    if (column_ >= row_.cells.size()) {
        row_.cells.resize(column_ + 1);
    }
    row_.cells[column_] = std::move(cell);
}

Cell SheetHandler::cell_value() {
    if (type_ == "s") {
        return shared_string();
    }
    if (type_ == "inlineStr") {
        return text_cell(std::move(inline_text_.text()));
    }
    if (type_ == "str") {
        decode_escapes(value_);
        return text_cell(std::move(value_));
    }
    if (is_blank(value_)) {
        // Written by a program that does not calculate, and never opened in one that does: taking
        // it for empty would lose what the user sees.
        return has_formula_ ? Cell{CellKind::Error, "=" + formula_} : Cell{};
    }
    if (type_ == "b") {
        return Cell{CellKind::Boolean, value_ == "1" || value_ == "true" ? "1" : "0"};
    }
    if (type_ == "e") {
        return Cell{CellKind::Error, std::move(value_)};
    }
    if (type_ == "d") {
        auto date = normal_iso_date(value_);
        return date ? Cell{CellKind::Date, std::move(*date)} : text_cell(std::move(value_));
    }
    return number_cell();
}

Cell SheetHandler::shared_string() {
    if (is_blank(value_)) {
        return {};
    }
    const auto index = whole_number(value_);
    const auto text = index ? context_.strings.at(*index) : std::nullopt;
    if (!text) {
        stop_at(ErrorCode::InvalidInput,
                "单元格引用的文字不存在，文件已损坏，请用 WPS 或 Excel 打开后另存为 .xlsx",
                fmt::format("xlsx: shared string index out of {}", context_.strings.size()),
                value_);
        return {};
    }
    return add_bytes(text->size(), 0) ? text_cell(std::string(*text)) : Cell{};
}

Cell SheetHandler::number_cell() {
    auto digits = plain_number(value_);
    if (!digits) {
        return text_cell(std::move(value_));
    }
    const auto format = context_.styles.date_format(style_);
    auto date = format == DateFormat::None
                    ? std::nullopt
                    : date_cell(*number_value(value_), format, context_.date_system);
    return date ? std::move(*date) : Cell{CellKind::Number, std::move(*digits)};
}

Cell SheetHandler::text_cell(std::string text) {
    return text.empty() ? Cell{} : Cell{CellKind::Text, std::move(text)};
}

bool SheetHandler::add_bytes(std::size_t count, std::size_t cell_bytes) {
    row_bytes_ += count;
    if (cell_bytes + count > kCellBytesMax) {
        stop_at(ErrorCode::LimitExceeded,
                fmt::format("单元格内容超过 {} MiB 的上限", kCellBytesMax / kMebibyte),
                fmt::format("xlsx: cell above {} bytes", kCellBytesMax));
        return false;
    }
    if (row_bytes_ > kLineBytesMax) {
        stop_at(ErrorCode::LimitExceeded,
                fmt::format("一行的内容超过 {} MiB 的上限", kLineBytesMax / kMebibyte),
                fmt::format("xlsx: row above {} bytes", kLineBytesMax));
        return false;
    }
    return true;
}

void SheetHandler::stop_at(ErrorCode code, std::string message, std::string log,
                           const std::string& value) {
    auto place = file_place(context_.file);
    place.sheet = context_.sheet;
    place.line = row_.number;
    place.column = in_cell_ && column_ < kRowCellsMax ? column_letters(column_) : "";
    place.value = shown_value(value);
    stop(Error{code, std::move(message), std::move(log), std::move(place)});
}

}  // namespace taizhang::exchange
