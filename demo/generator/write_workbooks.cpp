// SPDX-License-Identifier: Apache-2.0
#include <xlsxwriter.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "generator/sample.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::demo {

using model::FieldType;
using model::is_missing;
using model::LedgerDefinition;
using model::Value;

namespace {

// How this office happens to write dates in this workbook.
enum class DateStyle { Cell, Iso, Chinese, Dots };

class Workbook {
  public:
    Workbook(const std::string& file, std::string title) {
        lxw_workbook_options options = {};
        options.constant_memory = LXW_TRUE;
        book_ = workbook_new_opt(file.c_str(), &options);
        lxw_doc_properties properties = {};
        properties.title = title.data();
        properties.created = kCreated;
        workbook_set_properties(book_, &properties);
        sheet_ = workbook_add_worksheet(book_, "台账");
        date_ = format("yyyy-mm-dd");
        money_ = format("#,##0.00");
        head_ = workbook_add_format(book_);
        format_set_bold(head_);
        format_set_align(head_, LXW_ALIGN_CENTER);
        worksheet_set_column(sheet_, 0, 30, 14, nullptr);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;
    ~Workbook() { workbook_close(book_); }

    void title(const std::string& text, std::size_t columns) {
        worksheet_merge_range(sheet_, row_, 0, row_, static_cast<lxw_col_t>(columns - 1),
                              text.c_str(), head_);
        ++row_;
    }
    void head(const std::string& text) { put_text(text, head_); }
    void text(const std::string& text) { put_text(text, nullptr); }
    void number(double value) { worksheet_write_number(sheet_, row_, column_++, value, nullptr); }
    void money(double yuan) { worksheet_write_number(sheet_, row_, column_++, yuan, money_); }
    void empty() { ++column_; }
    void date(Date date, DateStyle style) {
        const int month = static_cast<int>(date.month());
        const int day = static_cast<int>(date.day());
        switch (style) {
            case DateStyle::Cell: {
                lxw_datetime value = {date.year(), month, day, 0, 0, 0};
                worksheet_write_datetime(sheet_, row_, column_++, &value, date_);
                return;
            }
            case DateStyle::Iso:
                return text(format_date(date));
            case DateStyle::Chinese:
                return text(format_date_zh(date));
            case DateStyle::Dots:
                return text(fmt::format("{}.{}.{}", date.year(), month, day));
        }
    }
    void next_row() {
        ++row_;
        column_ = 0;
    }

  private:
    static constexpr time_t kCreated = 1'593'561'600;  // 2020-07-01: the same bytes at every run

    lxw_format* format(const char* pattern) {
        lxw_format* made = workbook_add_format(book_);
        format_set_num_format(made, pattern);
        return made;
    }
    void put_text(const std::string& text, lxw_format* format) {
        worksheet_write_string(sheet_, row_, column_++, text.c_str(), format);
    }

    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* date_ = nullptr;
    lxw_format* money_ = nullptr;
    lxw_format* head_ = nullptr;
    lxw_row_t row_ = 0;
    lxw_col_t column_ = 0;
};

void put_value(Workbook& book, const Sample& sample, const model::FieldDefinition& field,
               const Value& value, DateStyle style) {
    if (is_missing(value)) {
        book.empty();
    } else if (field.type == FieldType::Area || field.type == FieldType::Unit) {
        book.text(sample.areas[static_cast<std::size_t>(std::get<std::int64_t>(value))].name);
    } else if (const auto* date = std::get_if<Date>(&value)) {
        book.date(*date, style);
    } else if (const auto* money = std::get_if<Money>(&value)) {
        book.money(static_cast<double>(money->fen) / 100.0);
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        book.number(static_cast<double>(*integer));
    } else {
        book.text(model::shown_text(value, field));
    }
}

// Only columns that anybody filled in, as in a sheet that grew by use.
std::vector<std::size_t> used_columns(const SampleLedger& ledger) {
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < ledger.definition->fields.size(); ++i) {
        const bool used = std::any_of(ledger.rows.begin(), ledger.rows.end(),
                                      [&](const auto& row) { return !is_missing(row.values[i]); });
        if (used || ledger.definition->fields[i].required) {
            columns.push_back(i);
        }
    }
    return columns;
}

void write_ledger(const Sample& sample, const SampleLedger& ledger, std::size_t position,
                  const std::string& folder) {
    const LedgerDefinition& definition = *ledger.definition;
    const auto style = static_cast<DateStyle>(position % 4);
    const bool titled = position % 3 != 0;
    const bool numbered = position % 2 == 0;
    Workbook book(folder + "/" + definition.name + ".xlsx", definition.title.zh);
    const auto columns = used_columns(ledger);
    if (titled) {
        book.title("云桥街道" + definition.title.zh + "台账", columns.size() + (numbered ? 1 : 0));
    }
    if (numbered) {
        book.head("序号");
    }
    for (const std::size_t column : columns) {
        const auto& field = definition.fields[column];
        const bool alias = position % 5 == 4 && !field.aliases.empty();
        book.head(alias ? field.aliases.front() : field.title.zh);
    }
    double serial = 0;
    for (const auto& row : ledger.rows) {
        book.next_row();
        if (numbered) {
            book.number(++serial);
        }
        for (const std::size_t column : columns) {
            put_value(book, sample, definition.fields[column], row.values[column], style);
        }
    }
}

void write_areas(const Sample& sample, const std::string& folder) {
    Workbook book(folder + "/areas.xlsx", "区域");
    for (const auto* header : {"代码", "名称", "级别", "上级代码", "负责人", "生效日期"}) {
        book.head(header);
    }
    std::size_t person = 0;
    for (const auto& area : sample.areas) {
        book.next_row();
        book.text(area.code);
        book.text(area.name);
        book.text(area.level);
        book.text(area.parent);
        if (area.level == "单位") {
            continue;
        }
        book.text(fmt::format("网格长{:02}", ++person));
        book.date(Date::from_civil(2018, 1, 1), DateStyle::Cell);
    }
}

}  // namespace

void write_workbooks(const Sample& sample, const std::string& folder) {
    write_areas(sample, folder);
    for (std::size_t i = 0; i < sample.ledgers.size(); ++i) {
        write_ledger(sample, sample.ledgers[i], i, folder);
    }
}

}  // namespace taizhang::demo
