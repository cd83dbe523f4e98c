// SPDX-License-Identifier: Apache-2.0
#include "model/areas/area_index.hpp"

#include <bit>

namespace taizhang::model {

// The walk goes from the corner up the bucket's right side and then left to the point. That side
// lies half a unit off the grid of coordinates and so meets no vertex. Of an edge that reaches
// across the side, both legs together are crossed once exactly if point and corner are on different
// sides of it; of any other edge near the bucket only the leg to the left can be crossed.
unsigned AreaIndex::find_in(const Group& group, GeoPoint point) const {
    unsigned inside = group.corner_inside;
    unsigned border = 0;
    const Edge* edge = edges_.data() + group.first_edge;
    // No branches: whether an edge counts is as random as the points are.
    for (const Edge* end = edge + group.edges; edge != end; ++edge) {
        const std::int64_t x = std::int64_t{point.longitude} - edge->x;
        const std::int64_t y = std::int64_t{point.latitude} - edge->y;
        const std::int64_t side = edge->dx * y - edge->dy * x;  // positive: left of the edge
        const unsigned reached = y >= 0 ? 1 : 0;
        const unsigned passed = y >= edge->dy ? 1 : 0;
        const unsigned left = side > 0 ? 1 : 0;
        const unsigned crossed =
            reached & ((passed & edge->corner_below) | (~passed & (left ^ edge->corner_left)));
        const unsigned along =
            static_cast<unsigned>(edge->dy != 0) | static_cast<unsigned>(x >= 0 && x <= edge->dx);
        const unsigned on = reached & static_cast<unsigned>(side == 0) &
                            static_cast<unsigned>(y <= edge->dy) & along;
        inside ^= edge->areas & (0U - (crossed & 1U));
        border |= edge->areas & (0U - on);
    }
    return inside | border;
}

AreaId AreaIndex::find(GeoPoint point) const {
    const std::int64_t column = (point.longitude - left_) >> shift_;
    const std::int64_t row = (point.latitude - bottom_) >> shift_;
    if (column < 0 || column >= columns_ || row < 0 || row >= rows_) {
        return {};
    }
    const std::uint32_t bucket = buckets_[static_cast<std::size_t>(row * columns_ + column)];
    if (bucket == kNothing) {
        return {};
    }
    if ((bucket & kWhole) != 0) {
        return ids_[bucket & ~kWhole];
    }
    for (const Group* group = &groups_[bucket];; ++group) {
        if (const unsigned found = find_in(*group, point); found != 0) {
            return ids_[group->areas[static_cast<std::size_t>(std::countr_zero(found))]];
        }
        if (!group->more) {
            return {};
        }
    }
}

std::size_t AreaIndex::bytes() const {
    return buckets_.size() * sizeof(buckets_[0]) + groups_.size() * sizeof(Group) +
           edges_.size() * sizeof(Edge) + ids_.size() * sizeof(AreaId);
}

}  // namespace taizhang::model
