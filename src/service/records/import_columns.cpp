// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_columns.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace taizhang::service {

using model::is_missing;
namespace {

// 救助金额（元）* is the column 救助金额.
std::string header_key(std::string_view header) {
    std::string key = folded(header);
    for (const std::string_view mark : {"*", " ", "\n", "\r"}) {
        key = replaced(std::move(key), mark, "");
    }
    for (const std::string_view unit : {"(元)", "(人)", "(人次)", "(天)", "(平方米)", "(必填)"}) {
        if (key.ends_with(unit)) {
            key.resize(key.size() - unit.size());
        }
    }
    return key;
}

bool names_field(const std::string& key, const model::FieldDefinition& field) {
    const auto same = [&](const std::string& name) { return header_key(name) == key; };
    return same(field.title.zh) || same(field.title.en) || field.name == key ||
           std::any_of(field.aliases.begin(), field.aliases.end(), same);
}

std::optional<std::size_t> field_of(const std::string& key, const model::LedgerDefinition& ledger) {
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        if (!ledger.fields[i].retired && names_field(key, ledger.fields[i])) {
            return i;
        }
    }
    return std::nullopt;
}

bool is_one_of(const std::string& key, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), key) != words.end();
}

// A point tells the area where the row does not.
bool has_point_column(const ImportColumns& columns, const model::LedgerDefinition& ledger) {
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        if (ledger.fields[i].type == model::FieldType::Point && columns.column_of(i)) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::string ImportColumns::place(std::size_t column) const {
    const std::string letters = exchange::column_letters(column);
    return column < headers.size() && !headers[column].empty()
               ? letters + "（" + headers[column] + "）"
               : letters;
}

std::optional<std::size_t> ImportColumns::column_of(std::size_t field) const {
    for (std::size_t column = 0; column < fields.size(); ++column) {
        if (fields[column] == field) {
            return column;
        }
    }
    return std::nullopt;
}

std::optional<ImportColumns> match_header(const exchange::Row& row,
                                          const model::LedgerDefinition& ledger) {
    ImportColumns columns;
    columns.header_row = row.number;
    std::size_t matched = 0;
    std::size_t filled = 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string header = trimmed(row.cells[i].text);
        const std::string key = header_key(header);
        columns.headers.push_back(header);
        columns.fields.emplace_back();
        if (key.empty()) {
            continue;
        }
        ++filled;
        if (is_one_of(key, {"编号", "受理编号", "number"})) {
            columns.number = i;
            ++matched;
        } else if (is_one_of(key, {"零报告", "zero_report"})) {
            columns.zero_report = i;
            ++matched;
        } else if (const auto field = field_of(key, ledger); field && !columns.column_of(*field)) {
            columns.fields.back() = field;
            ++matched;
        } else if (!is_one_of(key, {"序号", "no", "错误原因"})) {
            columns.ignored.push_back(header);
        }
    }
    const std::size_t needed = ledger.fields.size() == 1 ? 1 : 2;
    if (matched < needed || matched * 2 < filled) {
        return std::nullopt;
    }
    return columns;
}

std::vector<std::string> missing_columns(const ImportColumns& columns,
                                         const model::LedgerDefinition& ledger) {
    std::vector<std::string> missing;
    // A sheet of zero reports needs no more than when and where; its other rows are checked singly.
    if (columns.zero_report) {
        return missing;
    }
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        const auto& field = ledger.fields[i];
        const bool needed = field.required && !field.retired && !field.visible_if &&
                            is_missing(field.default_value);
        const bool from_point = ledger.area == i && has_point_column(columns, ledger);
        if (needed && !from_point && !columns.column_of(i)) {
            missing.push_back(field.title.zh);
        }
    }
    return missing;
}

}  // namespace taizhang::service
