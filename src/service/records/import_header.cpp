// SPDX-License-Identifier: Apache-2.0
// Finding the header, by the ledger's names or by a map.
#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "service/records/error_workbook.hpp"
#include "service/records/import_columns.hpp"

namespace taizhang::service {
namespace {

class MapMatcher {
  public:
    MapMatcher(const exchange::Row& row, const ImportPlan& plan) : map_(*plan.map) {
        columns_.header_row = row.number;
        columns_.map = &map_;
        for (const auto& cell : row.cells) {
            columns_.headers.push_back(trimmed(cell.text));
        }
    }

    // At the map's own row, else where half of its columns are.
    std::optional<ImportColumns> run() {
        const auto wanted = map_.columns();
        for (const auto& name : wanted) {
            if (!find(name)) {
                columns_.missing.push_back(name);
            }
        }
        const bool here = map_.header_row == columns_.header_row ||
                          (map_.header_row == 0 && columns_.missing.size() * 2 <= wanted.size());
        if (!here) {
            return std::nullopt;
        }
        if (!map_.number.empty()) {
            columns_.number = find(map_.number);
        }
        for (const auto& source : map_.sources) {
            columns_.sources.push_back({source.field, found(source.columns), &source});
        }
        note_unknown(wanted);
        return std::move(columns_);
    }

  private:
    std::optional<std::size_t> find(const std::string& name) const {
        const auto header =
            std::find_if(columns_.headers.begin(), columns_.headers.end(),
                         [&](const std::string& one) { return folded(one) == folded(name); });
        return header == columns_.headers.end()
                   ? std::nullopt
                   : std::optional(static_cast<std::size_t>(header - columns_.headers.begin()));
    }

    std::vector<std::size_t> found(const std::vector<std::string>& names) const {
        std::vector<std::size_t> columns;
        for (const auto& name : names) {
            if (const auto column = find(name)) {
                columns.push_back(*column);
            }
        }
        return columns;
    }

    void note_unknown(const std::vector<std::string>& wanted) {
        const auto known = [](const std::vector<std::string>& names, const std::string& header) {
            return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                return folded(name) == folded(header);
            });
        };
        for (const auto& header : columns_.headers) {
            if (!header.empty() && header != kErrorColumn && !known(wanted, header) &&
                !known(map_.ignored, header)) {
                columns_.unknown.push_back({header, ""});
            }
        }
    }

    const model::ImportMap& map_;
    ImportColumns columns_;
};

// A column that nobody knows may be the missing one under another name.
std::string missing_text(const ImportColumns& columns, const std::vector<std::string>& missing) {
    std::string text = join(missing, "、");
    for (const auto& column : columns.unknown) {
        if (std::find(missing.begin(), missing.end(), column.suggestion) != missing.end()) {
            text += fmt::format("；“{0}”就是“{1}”的话，加 --column \"{0}={1}\"", column.header,
                                column.suggestion);
        }
    }
    return text;
}

tl::unexpected<Error> fail_no_header(const ImportPlan& plan, SourcePlace place) {
    if (plan.map) {
        place.expected = join(plan.map->columns(), "、");
        return fail_at(ErrorCode::InvalidInput, std::move(place),
                       fmt::format("没有找到对照表“{}”的表头", plan.map->name), "no header row");
    }
    std::vector<std::string> titles;
    for (const auto& field : plan.ledger.fields) {
        titles.push_back(field.title.zh);
    }
    place.expected = join(titles, "、");
    return fail_at(ErrorCode::InvalidInput, std::move(place),
                   fmt::format("前 {} 行里没有“{}”的表头，这可能是别的台账的表",
                               limits::kImportHeaderRowsMax, plan.ledger.title.zh),
                   "no header row");
}

}  // namespace

Result<ImportColumns> find_header(exchange::TableReader& table, const ImportPlan& plan,
                                  const std::string& file_name) {
    SourcePlace place{file_name, table.sheet(), 0, "", "", ""};
    for (std::size_t read = 0; read < limits::kImportHeaderRowsMax; ++read) {
        const exchange::Row* row = TZ_TRY(table.next());
        if (row == nullptr) {
            break;
        }
        auto columns = plan.map ? MapMatcher(*row, plan).run() : match_header(*row, plan);
        if (!columns) {
            continue;
        }
        const auto missing = missing_columns(*columns, plan.ledger);
        if (missing.empty()) {
            return std::move(*columns);
        }
        place.line = row->number;
        place.expected = missing_text(*columns, missing);
        return fail_at(ErrorCode::InvalidInput, std::move(place),
                       plan.map ? "表头缺少对照表要的列" : "表头缺少必填的列",
                       "required columns are missing");
    }
    return fail_no_header(plan, std::move(place));
}

}  // namespace taizhang::service
