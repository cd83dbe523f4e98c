// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_rows.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/records/parse_value.hpp"
#include "service/records/record_writer.hpp"

namespace taizhang::service {

using model::is_missing;

using model::FieldDefinition;
using model::FieldType;
using model::Value;

namespace {

bool is_no(const std::string& word) {
    return word.empty() || word == "否" || word == "0" || word == "无";
}

// A spreadsheet keeps fifteen digits of a number and writes zeros for the rest. A check digit finds
// only ten of eleven identity numbers that went this way, and nothing a card's.
bool has_lost_digits(std::string_view number) {
    constexpr std::size_t kDigitsKept = 15;
    const auto begin = number.find_first_of("123456789");
    if (begin == std::string_view::npos) {
        return false;
    }
    const auto digits = number.substr(begin);
    return digits.size() > kDigitsKept && digits.find_first_not_of("0123456789") == digits.npos &&
           digits.find_first_not_of('0', kDigitsKept) == digits.npos;
}

std::string cell_text(const exchange::Row& row, std::size_t column) {
    return column < row.cells.size() ? row.cells[column].text : "";
}

}  // namespace

void RowReader::note(ImportRow& row, Error error, std::size_t column) const {
    if (!error.place) {
        error.place.emplace();
    }
    error.place->line = row.line;
    error.place->column = columns_.place(column);
    // A cell may hold a mebibyte, and a file a thousand such mistakes.
    error.place->value = shortened(error.place->value, limits::kQuotedCharactersMax);
    error.message = shortened(error.message, limits::kMessageCharactersMax);
    row.errors.push_back(std::move(error));
}

Result<Value> RowReader::read_cell(const exchange::Cell& cell, const FieldDefinition& field) const {
    if (cell.kind == exchange::CellKind::Error) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "", cell.text, expected_text(field)},
                       "单元格里的公式出错", "formula error in cell");
    }
    if (field.sensitive != model::Sensitivity::None && cell.text.find('*') != std::string::npos) {
        // An export masks names and numbers; taken back, the stars would replace what they hide.
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{"", "", 0, "", cell.text, "写全；不改的留空"},
                       fmt::format("{}是遮盖过的", field.title.zh), "masked value");
    }
    if (cell.kind == exchange::CellKind::Number && model::is_text(field.type) &&
        has_lost_digits(cell.text)) {
        return fail_at(
            ErrorCode::InvalidInput,
            SourcePlace{"", "", 0, "", cell.text, "把这一列设为文本，再重新填写"},
            fmt::format("{}在表格里存成了数字，十五位以后的数字已经丢失", field.title.zh),
            "digits lost to a number");
    }
    if (field.type == FieldType::Area && !trimmed(cell.text).empty()) {
        return Value{TZ_TRY(definitions_.areas.find(cell.text)).value};
    }
    if (field.type == FieldType::Unit && !trimmed(cell.text).empty()) {
        return Value{TZ_TRY(model::find_unit(definitions_.units, cell.text)).value};
    }
    if (field.type == FieldType::Reference && !trimmed(cell.text).empty()) {
        return find_reference(trimmed(cell.text), field);
    }
    if (field.type == FieldType::Attachment && !trimmed(cell.text).empty()) {
        return fail_at(ErrorCode::Unsupported, SourcePlace{"", "", 0, "", cell.text, "留空"},
                       "附件不能写在表格里，导入后在条目里添加", "attachments cannot be imported");
    }
    return model::parse_typed(cell.text, field, date_order_);
}

Result<Value> RowReader::find_reference(const std::string& number,
                                        const FieldDefinition& field) const {
    Value found;
    auto outcome = store_.read([&](store::ReadTx& tx) -> Result<void> {
        store::RecordQuery query;
        query.table = definitions_.table(*definitions_.catalog.pack.ledger(field.reference_to));
        query.scope = &model::kEverything;
        query.number = number;
        if (const auto record = tx.find_record(query)) {
            found = record->id.value;
        }
        return {};
    });
    if (!outcome) {
        return tl::unexpected(outcome.error());
    }
    if (is_missing(found)) {
        return fail_at(ErrorCode::NotFound,
                       SourcePlace{"", "", 0, "", number, expected_text(field)},
                       fmt::format("没有编号为“{}”的条目", number), "no such record");
    }
    return found;
}

void RowReader::read_zero_report(const exchange::Row& row, ImportRow& result) const {
    const std::size_t column = *columns_.zero_report;
    const std::string word = folded(row.cells[column].text);
    result.zero_area = definitions_.areas.root();
    if (ledger_.area && !is_missing(result.values[*ledger_.area])) {
        result.zero_area = AreaId{std::get<std::int64_t>(result.values[*ledger_.area])};
    }
    if (const auto period = parse_period(word)) {
        result.zero_period = *period;
        return;
    }
    const Value& date = result.values[ledger_.happened_on];
    if ((word == "是" || word == "1" || word == "√") && !is_missing(date)) {
        const Date day = std::get<Date>(date);
        const Date first = Date::from_civil(day.year(), day.month(), 1);
        result.zero_period = Period{first, first.plus_months(1).plus_days(-1)};
        return;
    }
    note(result,
         Error{ErrorCode::InvalidInput, "零报告没有写明时期", "zero report without a period",
               SourcePlace{"", "", 0, "", word, "时期，如 2020-05；或填“是”并填日期"}},
         column);
}

// In somebody else's export a cell too many shifts all behind it.
void RowReader::check_width(const exchange::Row& row, ImportRow& result) const {
    const std::size_t width = columns_.headers.size();
    if (columns_.map != nullptr && row.cells.size() > width) {
        note(result,
             Error{ErrorCode::InvalidInput,
                   fmt::format("这一行有 {} 格，表头只有 {} 列，后面的格子错了位", row.cells.size(),
                               width),
                   "more cells than headers",
                   SourcePlace{"", "", 0, "", row.cells[width].text,
                               fmt::format("{} 格；含逗号的内容用双引号括起来", width)}},
             width);
    }
}

void RowReader::read_number(const exchange::Row& row, ImportRow& result) const {
    if (!columns_.number) {
        return;
    }
    result.number = trimmed(cell_text(row, *columns_.number));
    if (columns_.map != nullptr && result.number.empty()) {
        note(result,
             Error{ErrorCode::InvalidInput, "编号没有填", "no number",
                   SourcePlace{"", "", 0, "", "", "原来的编号，再导时靠它认定同一条"}},
             *columns_.number);
    }
}

void RowReader::read_field(const exchange::Row& row, const FieldColumns& source,
                           ImportRow& result) const {
    const std::size_t column = source.columns.front();
    if (column >= row.cells.size() || row.cells[column].kind == exchange::CellKind::Empty) {
        return;
    }
    if (auto value = read_cell(row.cells[column], ledger_.fields[source.field])) {
        result.values[source.field] = std::move(*value);
    } else {
        note(result, value.error(), column);
    }
}

void RowReader::read_mapped(const exchange::Row& row, const FieldColumns& source,
                            ImportRow& result) const {
    const FieldDefinition& field = ledger_.fields[source.field];
    const model::MapSource& how = *source.how;
    exchange::Cell cell{exchange::CellKind::Text, ""};
    std::vector<std::string> cells;
    for (const std::size_t column : source.columns) {
        cells.push_back(cell_text(row, column));
        if (column < row.cells.size() && row.cells[column].kind != exchange::CellKind::Empty) {
            cell.kind = row.cells[column].kind;
        }
    }
    const auto value = [&]() -> Result<Value> {
        if (how.is_point) {
            return model::mapped_point(*columns_.map, how, cells, field);
        }
        cell.text = model::mapped_text(*columns_.map, how, cells);
        // A date cell of a workbook is a date whatever the map says of its text.
        const bool formatted = !how.date_format.empty() && cell.kind == exchange::CellKind::Text;
        return formatted && !cell.text.empty()
                   ? model::mapped_date(*columns_.map, how, cell.text, field)
                   : read_cell(cell, field);
    }();
    if (value) {
        result.values[source.field] = *value;
        return;
    }
    Error error = value.error();
    const bool second = how.is_point && error.place && error.place->column == how.columns[1];
    if (!how.values.empty() && error.place) {
        error.place->expected = model::expected_in_source(how, field);
    }
    if (source.columns.empty()) {
        error.place->column = field.title.zh;
        error.place->line = row.number;
        result.errors.push_back(std::move(error));
    } else {
        note(result, std::move(error), source.columns[second ? 1 : 0]);
    }
}

void RowReader::complete(ImportRow& result) const {
    std::vector<std::size_t> empty;
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        if (is_missing(result.values[i])) {
            empty.push_back(i);
        }
    }
    for (auto& error : check_row(definitions_, ledger_, result.values)) {
        const auto field = ledger_.field_index(error.place->column);
        const auto column = field ? columns_.column_of(*field) : std::nullopt;
        if (column) {
            note(result, std::move(error), *column);
        } else {
            error.place->line = result.line;
            error.place->column = field ? ledger_.fields[*field].title.zh : "";
            result.errors.push_back(std::move(error));
        }
    }
    for (const std::size_t i : empty) {
        const Value& value = result.values[i];
        const bool from_point =
            ledger_.area == i && value != Value{definitions_.areas.root().value};
        if (!is_missing(value) && !from_point) {
            result.filled.push_back(i);
        }
    }
}

ImportRow RowReader::read(const exchange::Row& row) const {
    ImportRow result;
    result.line = row.number;
    result.values.resize(ledger_.fields.size());
    check_width(row, result);
    read_number(row, result);
    for (const auto& source : columns_.sources) {
        if (source.how != nullptr) {
            read_mapped(row, source, result);
        } else {
            read_field(row, source, result);
        }
    }
    const bool zero = columns_.zero_report && *columns_.zero_report < row.cells.size() &&
                      !is_no(folded(row.cells[*columns_.zero_report].text));
    if (zero) {
        read_zero_report(row, result);
        return result;
    }
    if (!result.errors.empty()) {
        return result;
    }
    complete(result);
    if (result.errors.empty()) {
        static_cast<model::RecordContent&>(result) =
            model::content_of(ledger_, std::move(result.values));
    }
    return result;
}

}  // namespace taizhang::service
