// SPDX-License-Identifier: Apache-2.0
// The `geometry` member of a GeoJSON feature.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>

#include "base/result.hpp"
#include "model/areas/boundary.hpp"
#include "model/areas/coordinates.hpp"

namespace taizhang::exchange {

class GeoJsonGeometryReader {
  public:
    explicit GeoJsonGeometryReader(model::CoordinateSystem coordinates)
        : coordinates_(coordinates) {}

    // Errors have value and expectation, but neither file nor feature. LimitExceeded when the
    // points of all geometries read so far are too many.
    Result<model::Boundary> read(const boost::json::value& geometry);

  private:
    Result<model::Polygon> read_polygon(const boost::json::value& rings);
    Result<model::Ring> read_ring(const boost::json::value& positions);
    Result<model::GeoPoint> read_position(const boost::json::value& position) const;

    model::CoordinateSystem coordinates_;
    std::size_t points_ = 0;
    std::size_t points_all_ = 0;
};

}  // namespace taizhang::exchange
