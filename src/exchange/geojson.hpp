// SPDX-License-Identifier: Apache-2.0
// Reads a GeoJSON FeatureCollection (RFC 7946) of Polygon and MultiPolygon features. Coordinates
// come out as CGCS2000 whatever the file has.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "model/areas/boundary.hpp"
#include "model/areas/coordinates.hpp"

namespace taizhang::exchange {

struct GeoFeature {
    std::size_t number = 0;  // as a person counts: the first is 1
    // Names and values as text, in the file's order; without those that are null, lists or objects.
    std::vector<std::pair<std::string, std::string>> properties;
    model::Boundary boundary;
};

struct GeoJson {
    std::vector<GeoFeature> features;  // those without a mistake
    std::vector<Error> errors;         // by feature; at most limits::kAreaErrorsMax
};

struct GeoJsonOptions {
    std::string file;  // as errors name it
    // Absent: what the file's member `crs` says, or CGCS2000. Both, and they differ: InvalidInput.
    std::optional<model::CoordinateSystem> coordinates;
};

// Fails when the file as a whole is no such collection; mistakes of single features are collected.
Result<GeoJson> parse_geojson(std::string_view bytes, const GeoJsonOptions& options);

Result<GeoJson> read_geojson(const std::filesystem::path& path,
                             std::optional<model::CoordinateSystem> coordinates);

// By its ending (.geojson, .json) or because it begins with a brace.
bool is_geojson(const std::filesystem::path& path);

}  // namespace taizhang::exchange
