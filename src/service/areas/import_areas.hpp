// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/areas/coordinates.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct AreasOutcome {
    std::int64_t areas = 0;     // new areas
    std::int64_t versions = 0;  // new versions of known areas
    std::int64_t units = 0;
    std::int64_t same = 0;
    std::int64_t boundaries = 0;        // areas that got another boundary
    std::vector<Error> errors;          // any error: nothing is written
    std::vector<std::string> warnings;  // for the user: gaps between boundaries
};

enum class AreasMode { Apply, Check };

struct AreasOptions {
    AreasMode mode = AreasMode::Apply;
    // Of a GeoJSON file; absent: as the file says.
    std::optional<model::CoordinateSystem> coordinates;
};

// Subdistrict, communities, grid cells (and units) from a table with the columns 代码, 名称, 级别
// (街道, 社区, 网格 or 单位), 上级代码, 负责人, 生效日期, 边界 (WKT), or from GeoJSON with
// properties of these names. What says something new of a known code becomes a new version from its
// date on; without a date it corrects the last version. Boundaries that cross themselves or overlap
// are errors.
Result<AreasOutcome> import_areas(const Session& session, const std::filesystem::path& file,
                                  const AreasOptions& options = {});

}  // namespace taizhang::service
