// SPDX-License-Identifier: Apache-2.0
#include "exchange/xlsx_template.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "exchange/limits.hpp"
#include "exchange/source_error.hpp"
#include "exchange/table.hpp"
#include "exchange/table_writers.hpp"
#include "exchange/unfinished_file.hpp"
#include "exchange/xlsx_page.hpp"

namespace taizhang::exchange {
namespace {

constexpr lxw_row_t kFilledRowsMax = 10'000;  // rows that have the drop-downs
constexpr lxw_color_t kRequiredFill = 0xFCE4D6;
constexpr lxw_color_t kOptionalFill = 0xEDEDED;
constexpr const char* kChoicesSheet = "选项";

class Template {
  public:
    explicit Template(const std::filesystem::path& path) : unfinished_(path) {}
    ~Template() { lxw_workbook_free(workbook_); }
    Template(const Template&) = delete;
    Template& operator=(const Template&) = delete;

    Result<void> write(const std::string& sheet, const std::vector<TemplateColumn>& columns);

  private:
    lxw_format* title_format(bool required);
    lxw_format* open_format(TemplateColumn::Input input);
    void add_column(lxw_col_t index, const TemplateColumn& column);
    void add_choices(lxw_col_t index, const std::vector<std::string>& choices);
    void protect_titles(std::size_t columns);
    void explain(const std::vector<TemplateColumn>& columns);
    // The library's own errors are those of its arguments; the first is kept.
    void keep(lxw_error code) { first_error_ = first_error_ == LXW_NO_ERROR ? code : first_error_; }

    UnfinishedFile unfinished_;
    lxw_workbook* workbook_ = nullptr;  // owned; freed by workbook_close() too
    lxw_worksheet* table_ = nullptr;
    lxw_worksheet* notes_ = nullptr;
    lxw_worksheet* choices_ = nullptr;
    lxw_col_t choice_lists_ = 0;
    lxw_error first_error_ = LXW_NO_ERROR;
};

lxw_format* Template::title_format(bool required) {
    auto* format = workbook_add_format(workbook_);
    format_set_bold(format);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_bg_color(format, required ? kRequiredFill : kOptionalFill);
    return format;
}

lxw_format* Template::open_format(TemplateColumn::Input input) {
    auto* format = workbook_add_format(workbook_);
    format_set_unlocked(format);
    switch (input) {
        case TemplateColumn::Input::Text:
            format_set_num_format(format, "@");
            break;
        case TemplateColumn::Input::Number:
            break;
        case TemplateColumn::Input::Date:
            format_set_num_format(format, "yyyy-mm-dd");
            break;
        case TemplateColumn::Input::DateTime:
            format_set_num_format(format, "yyyy-mm-dd hh:mm");
            break;
    }
    return format;
}

// A list in the validation itself may have 255 characters; one in a hidden sheet has no such limit.
void Template::add_choices(lxw_col_t index, const std::vector<std::string>& choices) {
    const lxw_col_t list = choice_lists_++;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        keep(worksheet_write_string(choices_, static_cast<lxw_row_t>(i), list,
                                    clean_text(choices[i]).c_str(), nullptr));
    }
    const std::string letters = column_letters(list);
    std::string range = fmt::format("={0}!${1}$1:${1}${2}", kChoicesSheet, letters, choices.size());
    std::string title = "请从下拉中选";
    std::string message = "这一列只能填下拉里的项，详见“填写说明”";
    lxw_data_validation rule{};
    rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    rule.ignore_blank = LXW_VALIDATION_ON;
    rule.dropdown = LXW_VALIDATION_ON;
    rule.show_error = LXW_VALIDATION_ON;
    rule.error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
    rule.value_formula = range.data();
    rule.error_title = title.data();
    rule.error_message = message.data();
    keep(worksheet_data_validation_range(table_, 1, index, kFilledRowsMax, index, &rule));
}

void Template::add_column(lxw_col_t index, const TemplateColumn& column) {
    const double width = static_cast<double>(display_width(column.title)) + 4;
    keep(worksheet_set_column(table_, index, index, std::max(width, 14.0),
                              open_format(column.input)));
    const std::string title = clean_text(column.title);
    keep(worksheet_write_string(table_, 0, index, title.c_str(), title_format(column.required)));
    const std::string hint = (column.required ? "必填。" : "可空。") + clean_text(column.hint);
    keep(worksheet_write_comment(table_, 0, index, hint.c_str()));
    if (!column.choices.empty()) {
        add_choices(index, column.choices);
    }
}

void Template::protect_titles(std::size_t columns) {
    // A row can be deleted only where none of its cells is locked.
    keep(worksheet_set_column(table_, static_cast<lxw_col_t>(columns), kRowCellsMax - 1,
                              LXW_DEF_COL_WIDTH, open_format(TemplateColumn::Input::Number)));
    lxw_protection allowed{};
    allowed.format_cells = allowed.format_columns = allowed.format_rows = LXW_TRUE;
    allowed.insert_rows = allowed.delete_rows = allowed.sort = allowed.autofilter = LXW_TRUE;
    worksheet_protect(table_, nullptr, &allowed);  // without a password: a guard, not a lock
    worksheet_freeze_panes(table_, 1, 0);
}

void Template::explain(const std::vector<TemplateColumn>& columns) {
    auto* title = title_format(false);
    auto* wrapped = workbook_add_format(workbook_);
    format_set_text_wrap(wrapped);
    format_set_align(wrapped, LXW_ALIGN_VERTICAL_TOP);
    keep(worksheet_set_column(notes_, 0, 0, 20, nullptr));
    keep(worksheet_set_column(notes_, 1, 1, 8, nullptr));
    keep(worksheet_set_column(notes_, 2, 2, 70, nullptr));
    lxw_row_t row = 0;
    const auto write = [&](const std::string& first, const std::string& second,
                           const std::string& third, lxw_format* format) {
        keep(worksheet_write_string(notes_, row, 0, clean_text(first).c_str(), format));
        keep(worksheet_write_string(notes_, row, 1, clean_text(second).c_str(), format));
        keep(worksheet_write_string(notes_, row, 2, clean_text(third).c_str(), format));
        ++row;
    };
    write("列", "必填", "怎么填", title);
    for (const auto& column : columns) {
        write(column.title, column.required ? "是" : "", column.hint, wrapped);
    }
}

Result<void> Template::write(const std::string& sheet, const std::vector<TemplateColumn>& columns) {
    if (!std::ofstream(unfinished_.path())) {  // the library would notice only at the end
        return unfinished_.fail_io("cannot open");
    }
    workbook_ = workbook_new(unfinished_.path().c_str());
    table_ = workbook_add_worksheet(workbook_, valid_sheet_name(sheet).c_str());
    notes_ = workbook_add_worksheet(workbook_, "填写说明");
    choices_ = workbook_add_worksheet(workbook_, kChoicesSheet);
    if (table_ == nullptr || notes_ == nullptr || choices_ == nullptr) {
        return unfinished_.fail_io("libxlsxwriter: no worksheet");
    }
    worksheet_hide(choices_);
    print_on_a4(table_);
    print_on_a4(notes_);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        add_column(static_cast<lxw_col_t>(i), columns[i]);
    }
    protect_titles(columns.size());
    explain(columns);
    if (first_error_ != LXW_NO_ERROR) {
        return unfinished_.fail_io(std::string("libxlsxwriter: ") + lxw_strerror(first_error_));
    }
    const auto code = workbook_close(std::exchange(workbook_, nullptr));
    if (code != LXW_NO_ERROR) {
        return unfinished_.fail_io(std::string("libxlsxwriter: ") + lxw_strerror(code));
    }
    return unfinished_.commit();
}

}  // namespace

Result<void> write_template(const std::filesystem::path& path, const std::string& sheet,
                            const std::vector<TemplateColumn>& columns) {
    if (path.extension() != ".xlsx") {
        return fail_file(ErrorCode::Unsupported, shown_name(path),
                         "模板只能是 .xlsx，请改文件的后缀", "template: unknown ending");
    }
    return Template(path).write(sheet, columns);
}

}  // namespace taizhang::exchange
