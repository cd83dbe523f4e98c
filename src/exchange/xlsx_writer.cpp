// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <utility>

#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/table.hpp"
#include "exchange/table_writers.hpp"
#include "exchange/unfinished_file.hpp"
#include "exchange/xlsx_date.hpp"
#include "exchange/xlsx_number.hpp"
#include "exchange/xlsx_page.hpp"
#include "exchange/xlsx_strings.hpp"

namespace taizhang::exchange {
namespace {

constexpr double kWidthMin = 10;
constexpr double kWidthMax = 60;
constexpr std::size_t kExactDigits = 15;
constexpr std::int64_t kExactFen = 1'000'000'000'000'000;

double column_width(const OutputColumn& column) {
    if (column.width_characters > 0) {
        return std::min(column.width_characters, 255.0);
    }
    return std::clamp(static_cast<double>(display_width(column.title)) + 2, kWidthMin, kWidthMax);
}

// libxlsxwriter escapes control characters but not a text that looks like such an escape.
std::string escaped(std::string text) {
    auto decoded = text;
    decode_escapes(decoded);
    if (decoded == text) {
        return text;
    }
    for (auto at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 7)) {
        text.insert(at, "_x005F");
    }
    return text;
}

class XlsxWriter final : public TableWriter {
  public:
    XlsxWriter(const std::filesystem::path& path, std::size_t columns)
        : unfinished_(path), columns_(columns) {}
    ~XlsxWriter() override;

    Result<void> open(const std::vector<OutputColumn>& columns, const WriteOptions& options);
    Result<void> write_row(std::span<const OutputCell> cells) override;
    Result<void> finish() override;

  private:
    struct Formats {
        lxw_format* title = nullptr;
        lxw_format* text = nullptr;
        lxw_format* date = nullptr;
        lxw_format* date_time = nullptr;
        lxw_format* money = nullptr;
    };

    lxw_format* add_format(const char* number_format);
    lxw_error write_cell(lxw_col_t column, const OutputCell& cell);
    lxw_error write_text(lxw_col_t column, const std::string& text, lxw_format* format);
    lxw_error write_date(lxw_col_t column, const std::string& iso);
    tl::unexpected<Error> fail_cell(std::size_t column, const OutputCell& cell, lxw_error code);

    UnfinishedFile unfinished_;
    std::size_t columns_;
    lxw_workbook* workbook_ = nullptr;  // owned; freed by workbook_close() too
    lxw_worksheet* worksheet_ = nullptr;
    Formats formats_;
    lxw_row_t row_ = 0;
};

XlsxWriter::~XlsxWriter() {
    // libxlsxwriter 1.1.4 closes this file in workbook_close() only.
    if (workbook_ != nullptr && worksheet_ != nullptr && worksheet_->optimize_tmpfile != nullptr) {
        std::fclose(std::exchange(worksheet_->optimize_tmpfile, nullptr));
    }
    lxw_workbook_free(workbook_);
}

lxw_format* XlsxWriter::add_format(const char* number_format) {
    auto* format = workbook_add_format(workbook_);
    format_set_num_format(format, number_format);
    return format;
}

Result<void> XlsxWriter::open(const std::vector<OutputColumn>& columns,
                              const WriteOptions& options) {
    if (!std::ofstream(unfinished_.path())) {  // the library would notice only at the end
        return unfinished_.fail_io("cannot open");
    }
    lxw_workbook_options library_options{};
    library_options.constant_memory = LXW_TRUE;
    library_options.use_zip64 = LXW_TRUE;
    workbook_ = workbook_new_opt(unfinished_.path().c_str(), &library_options);
    if (workbook_ == nullptr) {
        return unfinished_.fail_io("libxlsxwriter: no workbook");
    }
    worksheet_ = workbook_add_worksheet(workbook_, valid_sheet_name(options.sheet).c_str());
    if (worksheet_ == nullptr) {
        return unfinished_.fail_io("libxlsxwriter: no worksheet");
    }
    formats_.title = add_format("@");
    format_set_bold(formats_.title);
    formats_.text = add_format("@");  // so that an id number typed over it later stays text
    formats_.date = add_format("yyyy-mm-dd");
    formats_.date_time = add_format("yyyy-mm-dd hh:mm:ss");
    formats_.money = add_format("#,##0.00");
    worksheet_freeze_panes(worksheet_, 1, 0);
    print_on_a4(worksheet_);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        worksheet_set_column(worksheet_, column, column, column_width(columns[i]), nullptr);
        const auto code = write_text(column, columns[i].title, formats_.title);
        if (code != LXW_NO_ERROR) {
            return fail_cell(i, OutputCell::of_text(columns[i].title), code);
        }
    }
    ++row_;
    return {};
}

Result<void> XlsxWriter::write_row(std::span<const OutputCell> cells) {
    const auto file = unfinished_.shown_name();
    if (row_ >= kXlsxRowsMax) {
        return fail_file(
            ErrorCode::LimitExceeded, file,
            fmt::format("超过 .xlsx 的 {} 行上限，请缩小范围或导出为 .csv", kXlsxRowsMax),
            "export: too many rows for xlsx");
    }
    TZ_TRY(check_row(cells, columns_, std::size_t{row_} + 1, file));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto code = write_cell(static_cast<lxw_col_t>(i), cells[i]);
        if (code != LXW_NO_ERROR) {
            return fail_cell(i, cells[i], code);
        }
    }
    ++row_;
    return {};
}

lxw_error XlsxWriter::write_cell(lxw_col_t column, const OutputCell& cell) {
    switch (cell.kind) {
        case OutputKind::Empty:
            return LXW_NO_ERROR;
        case OutputKind::Text:
            return write_text(column, cell.text, formats_.text);
        case OutputKind::Number:
            // A double would change the digits after the fifteenth.
            if (significant_digits(cell.text) > kExactDigits) {
                return write_text(column, cell.text, formats_.text);
            }
            return worksheet_write_number(worksheet_, row_, column, *number_value(cell.text),
                                          nullptr);
        case OutputKind::Date:
            return write_date(column, cell.text);
        case OutputKind::Money:
            if (cell.fen >= kExactFen || cell.fen <= -kExactFen) {
                return write_text(column, money_text(cell.fen), formats_.text);
            }
            return worksheet_write_number(worksheet_, row_, column,
                                          static_cast<double>(cell.fen) / 100, formats_.money);
    }
    return LXW_NO_ERROR;
}

lxw_error XlsxWriter::write_text(lxw_col_t column, const std::string& text, lxw_format* format) {
    return worksheet_write_string(worksheet_, row_, column, escaped(clean_text(text)).c_str(),
                                  format);
}

lxw_error XlsxWriter::write_date(lxw_col_t column, const std::string& iso) {
    const auto serial = date_serial(iso);
    if (!serial) {
        return write_text(column, iso, formats_.text);  // before 1900 Excel has no dates
    }
    return worksheet_write_number(worksheet_, row_, column, *serial,
                                  iso.size() == 10 ? formats_.date : formats_.date_time);
}

Result<void> XlsxWriter::finish() {
    const auto code = workbook_close(std::exchange(workbook_, nullptr));
    if (code != LXW_NO_ERROR) {
        return unfinished_.fail_io(std::string("libxlsxwriter: ") + lxw_strerror(code));
    }
    return unfinished_.commit();
}

tl::unexpected<Error> XlsxWriter::fail_cell(std::size_t column, const OutputCell& cell,
                                            lxw_error code) {
    if (code != LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED) {
        return unfinished_.fail_io(std::string("libxlsxwriter: ") + lxw_strerror(code));
    }
    auto place = file_place(unfinished_.shown_name());
    place.line = std::size_t{row_} + 1;
    place.column = column_letters(column);
    place.value = shown_value(cell.text);
    return fail_at(
        ErrorCode::LimitExceeded, std::move(place),
        fmt::format("文字超过 .xlsx 单元格 {} 字的上限，请导出为 .csv", kXlsxTextCharactersMax),
        "export: text too long for an xlsx cell");
}

}  // namespace

Result<std::unique_ptr<TableWriter>> create_xlsx(const std::filesystem::path& path,
                                                 const std::vector<OutputColumn>& columns,
                                                 const WriteOptions& options) {
    auto writer = std::make_unique<XlsxWriter>(path, columns.size());
    TZ_TRY(writer->open(columns, options));
    return writer;
}

}  // namespace taizhang::exchange
