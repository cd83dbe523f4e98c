// SPDX-License-Identifier: Apache-2.0
#include "service/records/import_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/records/error_workbook.hpp"

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

std::optional<std::size_t> chosen_field(const std::string& key, const ImportPlan& plan) {
    for (const auto& [header, field] : plan.choices) {
        const auto index = plan.ledger.field_index(field);
        if (header_key(header) == key && index && !plan.ledger.fields[*index].retired) {
            return index;
        }
    }
    return std::nullopt;
}

bool is_one_of(const std::string& key, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), key) != words.end();
}

// The field that no column has yet and that is called most like the header.
std::string suggestion(const std::string& key, const ImportColumns& columns,
                       const model::LedgerDefinition& ledger) {
    std::vector<std::string> names;
    std::vector<std::string> titles;
    for (std::size_t i = 0; i < ledger.fields.size(); ++i) {
        const auto& field = ledger.fields[i];
        if (field.retired || columns.column_of(i)) {
            continue;
        }
        auto words = field.aliases;
        words.push_back(field.title.zh);
        for (const auto& word : words) {
            names.push_back(header_key(word));
            titles.push_back(field.title.zh);
        }
    }
    const auto near = nearest(key, names);
    if (!near) {
        return "";
    }
    return titles[static_cast<std::size_t>(std::find(names.begin(), names.end(), *near) -
                                           names.begin())];
}

class HeaderMatcher {
  public:
    HeaderMatcher(const exchange::Row& row, const ImportPlan& plan) : plan_(plan) {
        columns_.header_row = row.number;
        for (const auto& cell : row.cells) {
            columns_.headers.push_back(trimmed(cell.text));
            keys_.push_back(header_key(columns_.headers.back()));
        }
    }

    std::optional<ImportColumns> run() {
        std::vector<bool> taken(keys_.size());
        // What the office chose goes before what the names say.
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            taken[i] = !keys_[i].empty() && take(chosen_field(keys_[i], plan_), i);
        }
        std::vector<std::size_t> unknown;
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            if (keys_[i].empty()) {
                continue;
            }
            ++filled_;
            if (taken[i]) {
                ++matched_;
            } else if (!match_by_name(i)) {
                unknown.push_back(i);
            }
        }
        const std::size_t needed = plan_.ledger.fields.size() == 1 ? 1 : 2;
        if (matched_ < needed || matched_ * 2 < filled_) {
            return std::nullopt;
        }
        for (const std::size_t i : unknown) {
            columns_.unknown.push_back(
                {columns_.headers[i], suggestion(keys_[i], columns_, plan_.ledger)});
        }
        return std::move(columns_);
    }

  private:
    bool take(std::optional<std::size_t> field, std::size_t column) {
        if (!field || columns_.column_of(*field)) {
            return false;
        }
        columns_.sources.push_back({*field, {column}, nullptr});
        return true;
    }

    // False: the header is nothing that is known.
    bool match_by_name(std::size_t column) {
        const std::string& key = keys_[column];
        if (is_one_of(key, {kNumberTitle, "受理编号", "number"})) {
            columns_.number = column;
        } else if (is_one_of(key, {"零报告", "zero_report"})) {
            columns_.zero_report = column;
        } else if (!take(field_of(key, plan_.ledger), column)) {
            return is_one_of(key, {"序号", "no", kErrorColumn});
        }
        ++matched_;
        return true;
    }

    const ImportPlan& plan_;
    ImportColumns columns_;
    std::vector<std::string> keys_;
    std::size_t matched_ = 0;
    std::size_t filled_ = 0;
};

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

bool same_header(std::string_view left, std::string_view right) {
    return header_key(left) == header_key(right);
}

std::string ImportPlan::fingerprint() const {
    if (!map && choices.empty() && date_order == model::DateOrder::Untold) {
        return "";
    }
    CanonicalBytes bytes;
    bytes.add(map ? map->text : "").add(static_cast<std::int64_t>(date_order));
    for (const auto& [header, field] : choices) {
        bytes.add(header).add(field);
    }
    constexpr std::size_t kShownDigits = 16;
    return "@" + to_hex(bytes.digest()).substr(0, kShownDigits);
}

std::string ImportColumns::place(std::size_t column) const {
    const std::string letters = exchange::column_letters(column);
    return column < headers.size() && !headers[column].empty()
               ? letters + "（" + shortened(headers[column], limits::kQuotedCharactersMax) + "）"
               : letters;
}

std::optional<std::size_t> ImportColumns::column_of(std::size_t field) const {
    for (const auto& source : sources) {
        if (source.field == field && !source.columns.empty()) {
            return source.columns.front();
        }
    }
    return std::nullopt;
}

std::optional<ImportColumns> match_header(const exchange::Row& row, const ImportPlan& plan) {
    auto columns = HeaderMatcher(row, plan).run();
    if (columns) {
        // The order of the file is the order in which its mistakes are told.
        std::sort(
            columns->sources.begin(), columns->sources.end(),
            [](const auto& a, const auto& b) { return a.columns.front() < b.columns.front(); });
    }
    return columns;
}

std::vector<std::string> missing_columns(const ImportColumns& columns,
                                         const model::LedgerDefinition& ledger) {
    std::vector<std::string> missing = columns.missing;
    // A sheet of zero reports needs no more than when and where; its other rows are checked singly.
    if (columns.zero_report || columns.map != nullptr) {
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
