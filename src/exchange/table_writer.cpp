// SPDX-License-Identifier: Apache-2.0
#include "exchange/table_writer.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <utility>

#include "base/text.hpp"
#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/table.hpp"
#include "exchange/table_writers.hpp"
#include "exchange/utf8.hpp"
#include "exchange/xlsx_date.hpp"
#include "exchange/xlsx_number.hpp"

namespace taizhang::exchange {
namespace {

constexpr std::size_t kDayBytes = 10;
constexpr std::size_t kDayTimeBytes = 19;

bool fits_xml(UChar32 character) {
    return character > 0 && character != 0xFFFE && character != 0xFFFF;
}

bool is_wide(UChar32 character) {
    const auto width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

bool is_valid(const OutputCell& cell) {
    switch (cell.kind) {
        case OutputKind::Number:
            return is_plain_decimal(cell.text);
        case OutputKind::Date:
            return (cell.text.size() == kDayBytes || cell.text.size() == kDayTimeBytes) &&
                   normal_iso_date(cell.text).has_value();
        default:
            return true;
    }
}

}  // namespace

OutputCell OutputCell::of_text(std::string text) {
    return {OutputKind::Text, std::move(text), 0};
}

OutputCell OutputCell::of_number(std::string digits) {
    return {OutputKind::Number, std::move(digits), 0};
}

OutputCell OutputCell::of_date(std::string iso) {
    return {OutputKind::Date, std::move(iso), 0};
}

OutputCell OutputCell::of_money(std::int64_t fen) {
    return {OutputKind::Money, "", fen};
}

Result<std::unique_ptr<TableWriter>> create_table(const std::filesystem::path& path,
                                                  const std::vector<OutputColumn>& columns,
                                                  const WriteOptions& options) {
    const auto ending = path.extension().string();
    if (columns.empty() || columns.size() > kRowCellsMax) {
        return fail_file(ErrorCode::InvalidInput, shown_name(path),
                         fmt::format("列数应在 1 到 {} 之间", kRowCellsMax),
                         fmt::format("export: {} columns", columns.size()));
    }
    if (ending == ".xlsx") {
        return create_xlsx(path, columns, options);
    }
    if (ending == ".csv") {
        return create_csv(path, columns, options);
    }
    if (ending == ".jsonl") {
        return create_jsonl(path, columns);
    }
    return fail_file(ErrorCode::Unsupported, shown_name(path),
                     "只能导出 .xlsx、.csv 或 .jsonl，请改文件的后缀",
                     "export: unknown ending " + ending);
}

Result<void> check_row(std::span<const OutputCell> cells, std::size_t columns, std::size_t line,
                       const std::string& file) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i < columns && is_valid(cells[i])) {
            continue;
        }
        auto place = file_place(file);
        place.line = line;
        place.column = column_letters(i);
        place.value = shown_value(cells[i].text);
        if (i >= columns) {
            return fail_at(ErrorCode::InvalidInput, std::move(place), "单元格比表头的列多",
                           "export: more cells than columns");
        }
        const bool date = cells[i].kind == OutputKind::Date;
        place.expected = date ? "2020-01-31" : "-12.50";
        return fail_at(ErrorCode::InvalidInput, std::move(place),
                       date ? "不是有效的日期" : "不是有效的数字",
                       date ? "export: invalid date" : "export: invalid number");
    }
    return {};
}

std::string valid_sheet_name(const std::string& wanted) {
    constexpr std::string_view kForbidden = "[]:*?/\\";
    const auto clean = clean_text(wanted);
    std::string name;
    std::size_t units = 0;
    for (std::size_t at = 0; at < clean.size();) {
        const auto begin = at;
        const auto character = next_character(clean, at);
        units += character > 0xFFFF ? 2 : 1;
        if (units > kSheetNameCharactersMax) {
            break;
        }
        const bool refused = character < ' ' || kForbidden.find(clean[begin]) != kForbidden.npos;
        name += refused ? "_" : clean.substr(begin, at - begin);
    }
    if (name.starts_with('\'')) {
        name.front() = '_';
    }
    if (name.ends_with('\'')) {
        name.back() = '_';
    }
    return name.empty() ? "Sheet1" : name;
}

std::string clean_text(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto character = next_character(text, at);
        if (fits_xml(character)) {
            clean += text.substr(begin, at - begin);
        } else {
            append_character(clean, kReplacement);
        }
    }
    return clean;
}

std::string money_text(std::int64_t fen) {
    const auto size =
        fen < 0 ? 0 - static_cast<std::uint64_t>(fen) : static_cast<std::uint64_t>(fen);
    return fmt::format("{}{}.{:02}", fen < 0 ? "-" : "", size / 100, size % 100);
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        width += is_wide(next_character(text, at)) ? 2 : 1;
    }
    return width;
}

}  // namespace taizhang::exchange
