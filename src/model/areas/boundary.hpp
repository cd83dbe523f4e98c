// SPDX-License-Identifier: Apache-2.0
// The outline of an area in whole units of 10^-7 degree, about 1 cm: as fields of type point are
// stored. Whole numbers let "on the border" be decided exactly.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace taizhang::model {

inline constexpr int kDegreeScale = 7;  // digits after the point
inline constexpr std::int32_t kUnitsPerDegree = 10'000'000;

// CGCS2000, which is WGS-84 for every purpose of an office.
struct GeoPoint {
    std::int32_t longitude = 0;
    std::int32_t latitude = 0;

    auto operator<=>(const GeoPoint&) const = default;
};

using Ring = std::vector<GeoPoint>;  // closed: the last point is the first
using Polygon = std::vector<Ring>;   // the outer ring, then its holes
using Boundary = std::vector<Polygon>;

// Degrees to a point. Fails outside of the earth and for what is no number.
Result<GeoPoint> make_point(double longitude, double latitude);

// 105.57,30.51: the stored form of a field of type point.
Result<GeoPoint> parse_point_text(std::string_view text);
std::string point_text(GeoPoint point);

// Fails when the points are no ring: not closed, or fewer than three of them differ. Repeated
// points, which rounding makes, are dropped.
Result<Ring> make_ring(std::vector<GeoPoint> points);

std::size_t point_count(const Boundary& boundary);

// The stored form of a boundary, which every GIS and most databases read: MULTIPOLYGON(((105.57
// 30.51,…))), longitude first, at most 7 decimals. Of the text forms it is the shortest.
std::string to_wkt(const Boundary& boundary);
// POLYGON or MULTIPOLYGON of two dimensions.
Result<Boundary> parse_wkt(std::string_view text);

}  // namespace taizhang::model
