// SPDX-License-Identifier: Apache-2.0
// What is wrong with boundaries: rings that cross, areas that overlap, places that no area has.
// Sizes are square metres, to about one per cent.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/areas/area_index.hpp"

namespace taizhang::model {

// Below these it is the rounding of coordinates and not a mistake: 1e-7 degree along a border of a
// kilometre is 5 m² of overlap; drawing programs leave gaps of that kind too.
inline constexpr double kOverlapSquareMetres = 5;
inline constexpr double kGapSquareMetres = 10;

struct BoundaryFault {
    std::string reason;  // 第 2 块第 1 环：自相交
    GeoPoint place;
};

struct Overlap {
    AreaId first;  // the lower id
    AreaId second;
    double square_metres = 0;
    GeoPoint place;  // within both
};

struct StrayPart {
    double square_metres = 0;
    GeoPoint place;  // within it
};

struct CoverReport {
    std::vector<StrayPart> gaps;     // of the whole that no part covers, largest first
    std::vector<StrayPart> outside;  // of the parts that the whole does not have, largest first
};

// Every ring that is wrong by itself; when none is, what is wrong between the rings.
std::vector<BoundaryFault> boundary_faults(const Boundary& boundary);

// Pairs of areas that share more than kOverlapSquareMetres, of which one is `wanted`. Boundaries
// must be without faults. Unsupported when GEOS cannot compute one of them.
Result<std::vector<Overlap>> find_overlaps(const std::vector<BoundedArea>& areas,
                                           const std::function<bool(AreaId)>& wanted);

// Parts against the whole; without a whole, the holes that the parts leave between them.
Result<CoverReport> compare_cover(const Boundary* whole, const std::vector<const Boundary*>& parts);

}  // namespace taizhang::model
