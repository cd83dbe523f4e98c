// SPDX-License-Identifier: Apache-2.0
// Builds the buckets of an AreaIndex. Bucket sides lie half a unit off the grid of coordinates; a
// corner may still lie on an edge and is then taken to be just left of it.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <tuple>

#include "model/areas/area_index.hpp"

namespace taizhang::model {
namespace {

constexpr std::int64_t kBucketsMax = std::int64_t{1} << 22U;
constexpr std::int64_t kBucketsPerEdge = 2;
constexpr std::uint32_t kNoEdge = std::numeric_limits<std::uint32_t>::max();

std::int64_t floor_divide(std::int64_t number, std::int64_t by) {
    const std::int64_t quotient = number / by;
    return number % by < 0 ? quotient - 1 : quotient;
}

}  // namespace

class AreaIndexBuilder {
  public:
    explicit AreaIndexBuilder(std::vector<BoundedArea> areas) : areas_(std::move(areas)) {
        std::sort(areas_.begin(), areas_.end(),
                  [](const auto& a, const auto& b) { return a.id < b.id; });
    }

    Result<AreaIndex> build() {
        for (std::uint32_t i = 0; i < areas_.size(); ++i) {
            index_.ids_.push_back(areas_[i].id);
            add_lines(i);
        }
        if (lines_.empty()) {
            return std::move(index_);
        }
        if (right_ - left_ > AreaIndex::kExtentMax || top_ - bottom_ > AreaIndex::kExtentMax) {
            return fail(ErrorCode::LimitExceeded,
                        "区域边界之间相距超过 50 度，请检查经纬度是否写错", "areas too far apart");
        }
        choose_buckets();
        for (std::size_t first = 0; first < lines_.size();) {
            std::size_t end = first;
            while (end < lines_.size() && lines_[end].area == lines_[first].area) {
                ++end;
            }
            place_area(first, end);
            first = end;
        }
        sort_visits();
        fill_buckets();
        return std::move(index_);
    }

  private:
    struct Line {
        std::uint32_t area;
        AreaIndex::Edge edge;  // its flags are those of no bucket yet
    };
    // An edge of an area near a bucket; kNoEdge: the bucket's corner is in the area.
    struct Visit {
        std::uint32_t bucket;
        std::uint32_t area;
        std::uint32_t line;
    };
    using Visits = std::vector<Visit>::const_iterator;

    void add_lines(std::uint32_t area) {
        for (const auto& polygon : *areas_[area].boundary) {
            for (const auto& ring : polygon) {
                for (std::size_t i = 1; i < ring.size(); ++i) {
                    add_line(area, ring[i - 1], ring[i]);
                }
            }
        }
    }

    void add_line(std::uint32_t area, GeoPoint from, GeoPoint to) {
        if (std::tie(to.latitude, to.longitude) < std::tie(from.latitude, from.longitude)) {
            std::swap(from, to);
        }
        const std::int64_t dx = std::int64_t{to.longitude} - from.longitude;
        const std::int64_t dy = std::int64_t{to.latitude} - from.latitude;
        left_ = std::min<std::int64_t>({left_, from.longitude, to.longitude});
        right_ = std::max<std::int64_t>({right_, from.longitude, to.longitude});
        bottom_ = std::min<std::int64_t>(bottom_, from.latitude);
        top_ = std::max<std::int64_t>(top_, to.latitude);
        lengths_ += std::abs(dx) + dy;
        if (std::max(std::abs(dx), dy) > AreaIndex::kExtentMax) {
            return;  // build() refuses the set
        }
        lines_.push_back({area,
                          {from.longitude, from.latitude, static_cast<std::int32_t>(dx),
                           static_cast<std::int32_t>(dy), 0, 0, 0}});
    }

    // Small buckets have few edges, but every edge is in each bucket that it passes.
    void choose_buckets() {
        const auto lines = static_cast<std::int64_t>(lines_.size());
        const std::int64_t wanted = std::min(kBucketsMax, kBucketsPerEdge * lines);
        const std::int64_t visits_max = 2 * kBucketsPerEdge * lines + kBucketsMax / 64;
        unsigned shift = 0;
        const auto buckets = [&] {
            return (((right_ - left_) >> shift) + 1) * (((top_ - bottom_) >> shift) + 1);
        };
        while (buckets() > wanted || (lengths_ >> shift) > visits_max) {
            ++shift;
        }
        index_.shift_ = shift;
        index_.left_ = left_;
        index_.bottom_ = bottom_;
        index_.columns_ = ((right_ - left_) >> shift) + 1;
        index_.rows_ = ((top_ - bottom_) >> shift) + 1;
    }

    std::int64_t column_of(std::int64_t x) const { return (x - left_) >> index_.shift_; }
    std::int64_t row_of(std::int64_t y) const { return (y - bottom_) >> index_.shift_; }
    std::uint32_t bucket_at(std::int64_t column, std::int64_t row) const {
        return static_cast<std::uint32_t>(row * index_.columns_ + column);
    }
    // Twice the coordinate of a bucket's right side, and of its bottom.
    std::int64_t right_side2(std::int64_t column) const {
        return 2 * (left_ + ((column + 1) << index_.shift_)) - 1;
    }
    std::int64_t bottom2(std::int64_t row) const {
        return 2 * (bottom_ + (row << index_.shift_)) - 1;
    }

    // Longitude of an edge at a latitude, rounded down.
    static std::int64_t at_latitude(const AreaIndex::Edge& edge, std::int64_t y) {
        return edge.x + floor_divide(edge.dx * (y - edge.y), edge.dy);
    }

    // All visits of one area, edges and corners.
    void place_area(std::size_t first, std::size_t end) {
        corners_.clear();
        for (std::size_t i = first; i < end; ++i) {
            visit_buckets(static_cast<std::uint32_t>(i));
            note_corners(lines_[i].edge);
        }
        std::sort(corners_.begin(), corners_.end());
        assert(corners_.size() % 2 == 0);  // rings are closed
        for (std::size_t i = 0; i + 1 < corners_.size(); i += 2) {
            const auto [row, from] = corners_[i];
            for (std::int64_t column = from; column < corners_[i + 1].second; ++column) {
                visits_.push_back({bucket_at(column, row), lines_[first].area, kNoEdge});
            }
        }
    }

    // Every bucket that the edge touches, and perhaps a few beside it, which does no harm.
    void visit_buckets(std::uint32_t line) {
        const AreaIndex::Edge& edge = lines_[line].edge;
        const std::int64_t size = std::int64_t{1} << index_.shift_;
        const std::int64_t low = std::min(edge.x, edge.x + edge.dx);
        const std::int64_t high = std::max(edge.x, edge.x + edge.dx);
        const std::int64_t top = std::int64_t{edge.y} + edge.dy;
        for (std::int64_t row = row_of(edge.y); row <= row_of(top); ++row) {
            std::int64_t from = low;
            std::int64_t to = high;
            if (edge.dy != 0) {
                const std::int64_t begin = bottom_ + row * size;
                const auto at_begin = at_latitude(edge, std::max<std::int64_t>(edge.y, begin - 1));
                const auto at_end = at_latitude(edge, std::min(top, begin + size));
                from = std::max(low, std::min(at_begin, at_end));
                to = std::min(high, std::max(at_begin, at_end) + 1);
            }
            for (auto column = column_of(from); column <= column_of(to); ++column) {
                // An edge wholly to the right of the corner's vertical is never on the walk.
                if (2 * low < right_side2(column)) {
                    visits_.push_back({bucket_at(column, row), lines_[line].area, line});
                }
            }
        }
    }

    // For each row whose bottom the edge crosses: the first column whose corner is right of it.
    // Between two such crossings of one area the corners are inside.
    void note_corners(const AreaIndex::Edge& edge) {
        const std::int64_t top = std::int64_t{edge.y} + edge.dy;
        for (std::int64_t row = row_of(edge.y) + 1; row <= row_of(top); ++row) {
            const std::int64_t rise2 = bottom2(row) - 2 * std::int64_t{edge.y};
            const std::int64_t crossing2 =
                2 * std::int64_t{edge.x} + floor_divide(edge.dx * rise2, edge.dy);
            const std::int64_t column = (crossing2 + 1 - 2 * left_) >> (index_.shift_ + 1);
            corners_.emplace_back(row, std::clamp<std::int64_t>(column, 0, index_.columns_));
        }
    }

    // By bucket; within a bucket the areas stay in their order.
    void sort_visits() {
        std::vector<std::uint32_t> ends(static_cast<std::size_t>(index_.columns_ * index_.rows_) +
                                        1);
        for (const Visit& visit : visits_) {
            ++ends[visit.bucket + 1];
        }
        for (std::size_t i = 1; i < ends.size(); ++i) {
            ends[i] += ends[i - 1];
        }
        std::vector<Visit> sorted(visits_.size());
        for (const Visit& visit : visits_) {
            sorted[ends[visit.bucket]++] = visit;
        }
        visits_ = std::move(sorted);
    }

    void fill_buckets() {
        index_.buckets_.assign(static_cast<std::size_t>(index_.columns_ * index_.rows_),
                               AreaIndex::kNothing);
        for (Visits first = visits_.cbegin(); first != visits_.cend();) {
            Visits end = first;
            while (end != visits_.cend() && end->bucket == first->bucket) {
                ++end;
            }
            fill_bucket(first, end);
            first = end;
        }
    }

    void fill_bucket(Visits first, Visits end) {
        std::uint32_t& bucket = index_.buckets_[first->bucket];
        bool whole = false;
        for (Visits area = first; area != end && !whole;) {
            Visits behind = group_end(area, end, whole);
            if (bucket == AreaIndex::kNothing && whole && area->area == std::prev(behind)->area) {
                bucket = area->area | AreaIndex::kWhole;
                return;
            }
            if (bucket == AreaIndex::kNothing) {
                bucket = static_cast<std::uint32_t>(index_.groups_.size());
            }
            add_group(area, behind);
            index_.groups_.back().more = behind != end && !whole;
            area = behind;
        }
    }

    // Behind the next four areas, or behind one that has the whole bucket: no later one can win.
    static Visits group_end(Visits area, Visits end, bool& whole) {
        for (std::size_t count = 0; count < AreaIndex::kGroupAreas && area != end && !whole;
             ++count) {
            const Visits first = area;
            whole = true;
            for (; area != end && area->area == first->area; ++area) {
                whole = whole && area->line == kNoEdge;
            }
        }
        return area;
    }

    void add_group(Visits first, Visits end) {
        AreaIndex::Group group{};
        group.first_edge = static_cast<std::uint32_t>(index_.edges_.size());
        nearby_.clear();
        std::size_t slot = 0;
        for (Visits visit = first; visit != end; ++visit) {
            slot += visit != first && visit->area != std::prev(visit)->area ? 1 : 0;
            group.areas[slot] = visit->area;
            const auto bit = static_cast<std::uint8_t>(1U << slot);
            if (visit->line == kNoEdge) {
                group.corner_inside |= bit;
            } else {
                nearby_.push_back(lines_[visit->line].edge);
                nearby_.back().areas = bit;
                flag_corner(nearby_.back(), first->bucket);
            }
        }
        join_shared();
        index_.edges_.insert(index_.edges_.end(), nearby_.begin(), nearby_.end());
        group.edges = static_cast<std::uint32_t>(nearby_.size());
        index_.groups_.push_back(group);
    }

    void flag_corner(AreaIndex::Edge& edge, std::uint32_t bucket) const {
        const std::int64_t side2 = right_side2(bucket % index_.columns_);
        const std::int64_t x2 = side2 - 2 * std::int64_t{edge.x};
        const std::int64_t dx2 = 2 * std::int64_t{edge.dx};
        if (std::min<std::int64_t>(0, dx2) > x2 || std::max<std::int64_t>(0, dx2) < x2) {
            return;  // it does not reach across the bucket's right side
        }
        const std::int64_t y2 = bottom2(bucket / index_.columns_) - 2 * std::int64_t{edge.y};
        edge.corner_left = edge.dx * y2 - edge.dy * x2 >= 0 ? 1 : 0;
        edge.corner_below = edge.dx > 0 ? 1 - edge.corner_left : edge.corner_left;
    }

    // A border between two areas is stored once, for both. One area's own edge twice stays twice:
    // it is crossed twice.
    void join_shared() {
        const auto key = [](const AreaIndex::Edge& edge) {
            return std::tie(edge.x, edge.y, edge.dx, edge.dy);
        };
        std::stable_sort(nearby_.begin(), nearby_.end(),
                         [&](const auto& a, const auto& b) { return key(a) < key(b); });
        std::size_t kept = 0;
        for (std::size_t i = 1; i < nearby_.size(); ++i) {
            if (key(nearby_[kept]) == key(nearby_[i]) &&
                (nearby_[kept].areas & nearby_[i].areas) == 0) {
                nearby_[kept].areas |= nearby_[i].areas;
            } else {
                nearby_[++kept] = nearby_[i];
            }
        }
        nearby_.resize(nearby_.empty() ? 0 : kept + 1);
    }

    AreaIndex index_;
    std::vector<BoundedArea> areas_;
    std::vector<Line> lines_;
    std::int64_t left_ = std::numeric_limits<std::int32_t>::max();
    std::int64_t right_ = std::numeric_limits<std::int32_t>::min();
    std::int64_t bottom_ = std::numeric_limits<std::int32_t>::max();
    std::int64_t top_ = std::numeric_limits<std::int32_t>::min();
    std::int64_t lengths_ = 0;  // of all edges, width and height together
    std::vector<std::pair<std::int64_t, std::int64_t>> corners_;
    std::vector<Visit> visits_;
    std::vector<AreaIndex::Edge> nearby_;
};

Result<AreaIndex> AreaIndex::create(std::vector<BoundedArea> areas) {
    return AreaIndexBuilder(std::move(areas)).build();
}

}  // namespace taizhang::model
