// SPDX-License-Identifier: Apache-2.0
// What a file says of areas, whether it is a table or GeoJSON.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "model/areas/area.hpp"
#include "model/areas/boundary.hpp"
#include "model/areas/coordinates.hpp"

namespace taizhang::service {

enum AreaColumn : std::size_t {
    kCode,
    kName,
    kLevel,
    kParent,
    kPerson,
    kFrom,
    kBoundary,
    kAreaColumns
};

// The column that goes by this header, or property of this name.
std::optional<AreaColumn> area_column(std::string_view header);

struct AreaRow {
    std::size_t number = 0;  // line of the table or number of the feature
    // Absent: the file has no such column; what is known of the area stays.
    std::array<std::optional<std::string>, kAreaColumns> cells;
    bool is_unit = false;
    std::optional<model::AreaLevel> level;    // absent: a unit, or the file does not say
    std::optional<Date> from;                 // absent: the file does not say
    std::optional<model::Boundary> boundary;  // absent: what is known stays

    const std::string& code() const { return *cells[kCode]; }
    std::string text(AreaColumn column) const { return cells[column].value_or(""); }
};

struct AreaFile {
    std::string file;
    std::string sheet;
    bool is_geojson = false;
    std::array<std::optional<std::size_t>, kAreaColumns> columns;  // of a table
    std::vector<AreaRow> rows;
    std::vector<Error> errors;

    // At the cell of the table, or naming the feature and its property.
    void complain(std::size_t number, AreaColumn column, const std::string& value,
                  std::string message, std::string expected);
};

// Mistakes of rows are in `errors`; a Result fails where the file as a whole is unusable.
Result<AreaFile> read_area_table(const std::filesystem::path& path);
Result<AreaFile> read_area_features(const std::filesystem::path& path,
                                    std::optional<model::CoordinateSystem> coordinates);

}  // namespace taizhang::service
