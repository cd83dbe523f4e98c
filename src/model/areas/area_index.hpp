// SPDX-License-Identifier: Apache-2.0
// Which area a point is in: a uniform grid of buckets over all boundaries. A bucket that no border
// crosses knows its area; any other has the few edges near it and, for each of its areas, whether
// its bottom right corner is inside. A look-up walks from that corner to the point and counts the
// edges on the way, in whole numbers, so that it is exact.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "model/areas/boundary.hpp"

namespace taizhang::model {

struct BoundedArea {
    AreaId id;
    const Boundary* boundary = nullptr;  // valid: no ring crosses itself or another
};

// Immutable once created; threads may share it.
class AreaIndex {
  public:
    // LimitExceeded when the areas are more than kExtentMax apart.
    static Result<AreaIndex> create(std::vector<BoundedArea> areas);

    // The area that covers the point, its border included; on a border that areas share, and where
    // areas overlap, the lowest id. 0 when there is none.
    AreaId find(GeoPoint point) const;

    bool empty() const { return ids_.empty(); }
    std::size_t bytes() const;

    static constexpr std::int64_t kExtentMax = std::int64_t{1} << 29U;  // 53 degrees

  private:
    friend class AreaIndexBuilder;

    static constexpr std::size_t kGroupAreas = 4;

    // From its lower end, (x, y), to (x + dx, y + dy); dy >= 0, and dx > 0 where dy is 0.
    struct Edge {
        std::int32_t x;
        std::int32_t y;
        std::int32_t dx;
        std::int32_t dy;
        std::uint8_t areas;         // bit i: a border of the group's i-th area
        std::uint8_t corner_left;   // the corner is to the left of the edge
        std::uint8_t corner_below;  // the edge crosses the bucket's right side above the corner
    };
    // Up to four areas of a bucket, by id; a bucket with more has a chain of groups.
    struct Group {
        std::array<std::uint32_t, kGroupAreas> areas;  // index into ids_
        std::uint32_t first_edge;
        std::uint32_t edges;
        std::uint8_t corner_inside;  // bit i: the corner is in the i-th area
        bool more;                   // the next group is of the same bucket
    };

    // A bucket: kNothing, an index into ids_ with the top bit, or an index into groups_.
    static constexpr std::uint32_t kNothing = 0x7fff'ffff;
    static constexpr std::uint32_t kWhole = 0x8000'0000;

    unsigned find_in(const Group& group, GeoPoint point) const;

    std::int64_t left_ = 0;
    std::int64_t bottom_ = 0;
    unsigned shift_ = 0;  // a bucket is 2^shift_ wide and high
    std::int64_t columns_ = 0;
    std::int64_t rows_ = 0;
    std::vector<std::uint32_t> buckets_;  // row by row, from the bottom left
    std::vector<Group> groups_;
    std::vector<Edge> edges_;
    std::vector<AreaId> ids_;  // ascending
};

}  // namespace taizhang::model
