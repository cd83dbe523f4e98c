// SPDX-License-Identifier: Apache-2.0
#include "service/areas/area_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "exchange/geojson.hpp"
#include "exchange/table.hpp"
#include "model/areas/boundary_check.hpp"
#include "model/records/parse_value.hpp"

namespace taizhang::service {
namespace {

constexpr std::array<std::array<std::string_view, 3>, kAreaColumns> kHeaders = {{
    {"代码", "code", "编码"},
    {"名称", "name", "区域名称"},
    {"级别", "level", "类型"},
    {"上级代码", "parent", "上级"},
    {"负责人", "person_in_charge", "网格员"},
    {"生效日期", "valid_from", "启用日期"},
    {"边界", "boundary", "wkt"},
}};

void read_level(AreaFile& file, AreaRow& row) {
    const std::string level = folded(row.text(kLevel));
    row.is_unit = level == "单位" || level == "unit";
    row.level = model::parse_level(level);
    // A table always says it; a map may leave it to what is known of the code.
    if (!row.is_unit && !row.level && !(file.is_geojson && level.empty())) {
        file.complain(row.number, kLevel, level, "不认识的级别", "街道、社区、网格或单位");
    }
}

void read_date(AreaFile& file, AreaRow& row) {
    const std::string text = row.text(kFrom);
    if (text.empty()) {
        return;
    }
    model::FieldDefinition date;
    date.type = model::FieldType::Date;
    date.title.zh = "生效日期";
    if (const auto value = model::parse_typed(text, date)) {
        row.from = std::get<Date>(*value);
    } else {
        file.complain(row.number, kFrom, text, "不是日期", "2020-01-31");
    }
}

void read_boundary(AreaFile& file, AreaRow& row) {
    const std::string text = row.text(kBoundary);
    if (file.is_geojson || text.empty()) {
        return;
    }
    if (auto boundary = model::parse_wkt(text)) {
        row.boundary = std::move(*boundary);
    } else {
        const auto& place = *boundary.error().place;
        file.complain(row.number, kBoundary, place.value, boundary.error().message, place.expected);
    }
}

void check_boundary(AreaFile& file, const AreaRow& row) {
    if (!row.boundary) {
        return;
    }
    if (row.is_unit) {
        file.complain(row.number, kBoundary, "", "单位没有边界", "边界写在街道、社区或网格上");
    }
    for (const auto& fault : model::boundary_faults(*row.boundary)) {
        file.complain(row.number, kBoundary, model::point_text(fault.place),
                      "边界不成立：" + fault.reason, "在 GIS 软件里改好这一处，再导出");
    }
}

void add_row(AreaFile& file, AreaRow row) {
    for (const AreaColumn column : {kCode, kName}) {
        const bool needed = column == kCode || !file.is_geojson;
        if (needed && row.text(column).empty()) {
            file.complain(row.number, column, "", "没有填", "每个区域有代码和名称");
        }
    }
    read_level(file, row);
    read_date(file, row);
    read_boundary(file, row);
    check_boundary(file, row);
    file.rows.push_back(std::move(row));
}

bool match_header(const exchange::Row& row, AreaFile& file) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (const auto column = area_column(row.cells[i].text)) {
            file.columns[*column] = i;
        }
    }
    return file.columns[kCode] && file.columns[kName] && file.columns[kLevel];
}

AreaRow table_row(const AreaFile& file, const exchange::Row& row) {
    AreaRow area;
    area.number = row.number;
    for (std::size_t column = 0; column < kAreaColumns; ++column) {
        if (const auto at = file.columns[column]) {
            area.cells[column] = *at < row.cells.size() ? trimmed(row.cells[*at].text) : "";
        }
    }
    return area;
}

}  // namespace

std::optional<AreaColumn> area_column(std::string_view header) {
    const std::string name = folded(header);
    for (std::size_t column = 0; column < kAreaColumns; ++column) {
        const auto& names = kHeaders[column];
        if (std::find(names.begin(), names.end(), name) != names.end()) {
            return static_cast<AreaColumn>(column);
        }
    }
    return std::nullopt;
}

void AreaFile::complain(std::size_t number, AreaColumn column, const std::string& value,
                        std::string message, std::string expected) {
    if (errors.size() >= limits::kAreaErrorsMax) {
        return;
    }
    SourcePlace place{file,
                      sheet,
                      number,
                      "",
                      shortened(value, limits::kQuotedCharactersMax),
                      std::move(expected)};
    const std::string title(kHeaders[column][0]);
    if (is_geojson) {
        place.line = 0;
        message = fmt::format("第 {} 个要素的{}：{}", number, title, message);
    } else {
        const auto at = columns[column];
        place.column = (at ? exchange::column_letters(*at) : "") + "（" + title + "）";
    }
    errors.push_back(
        Error{ErrorCode::InvalidInput, std::move(message), "bad area row", std::move(place)});
}

Result<AreaFile> read_area_table(const std::filesystem::path& path) {
    AreaFile file;
    file.file = path.filename().string();
    const auto reader = TZ_TRY(exchange::open_table(path, {}));
    file.sheet = reader->sheet();
    bool header = false;
    std::size_t bytes = 0;
    for (;;) {
        const exchange::Row* row = TZ_TRY(reader->next());
        if (row == nullptr) {
            break;
        }
        if (!header) {
            header = match_header(*row, file);
            continue;
        }
        AreaRow area = table_row(file, *row);
        for (const auto& cell : area.cells) {
            bytes += cell ? cell->size() : 0;
        }
        if (file.rows.size() == limits::kAreasMax || bytes > limits::kAreaTableBytesMax) {
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("区域太多，不超过 {} 个、共 {} MiB，请按社区分成几个文件",
                                    limits::kAreasMax, limits::kAreaTableBytesMax >> 20U),
                        "too many areas");
        }
        add_row(file, std::move(area));
    }
    if (!header) {
        return fail_at(ErrorCode::InvalidInput,
                       SourcePlace{file.file, file.sheet, 0, "", "", "代码、名称、级别"},
                       "没有区域表的表头", "no header row");
    }
    return file;
}

Result<AreaFile> read_area_features(const std::filesystem::path& path,
                                    std::optional<model::CoordinateSystem> coordinates) {
    auto collection = TZ_TRY(exchange::read_geojson(path, coordinates));
    AreaFile file;
    file.file = path.filename().string();
    file.is_geojson = true;
    file.errors = std::move(collection.errors);
    for (auto& feature : collection.features) {
        AreaRow row;
        row.number = feature.number;
        for (const auto& [name, value] : feature.properties) {
            // An empty property says nothing: GIS programs write one for every column.
            const auto column = area_column(name);
            if (column && !trimmed(value).empty()) {
                row.cells[*column] = trimmed(value);
            }
        }
        row.boundary = std::move(feature.boundary);
        add_row(file, std::move(row));
    }
    return file;
}

}  // namespace taizhang::service
