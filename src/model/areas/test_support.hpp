// SPDX-License-Identifier: Apache-2.0
// For tests and measurements: random areas with shared borders, and the same question put to GEOS.
#pragma once

#include <algorithm>
#include <random>
#include <vector>

#include "model/areas/area_index.hpp"
#include "model/areas/geos.hpp"

namespace taizhang::model::test {

inline Boundary wkt(const std::string& text) {
    return parse_wkt(text).value();
}

struct PartitionOptions {
    int columns = 10;
    int rows = 10;
    int side_points = 8;  // vertices of a cell: four times as many
    std::int32_t cell_units = 100'000;
    GeoPoint origin{1'055'000'000, 305'000'000};
    unsigned seed = 1;
};

// Cells, row by row, with crooked borders: neighbours share every vertex of the border between
// them.
class Partition {
  public:
    explicit Partition(const PartitionOptions& options) : options_(options), random_(options.seed) {
        for (int row = 0; row <= options.rows; ++row) {
            for (int column = 0; column <= options.columns; ++column) {
                corners_.push_back(jittered({column * options.cell_units, row * options.cell_units},
                                            options.cell_units / 7));
            }
        }
        for (int row = 0; row <= options.rows; ++row) {
            for (int column = 0; column <= options.columns; ++column) {
                const GeoPoint here = corner(column, row);
                to_east_.push_back(column < options.columns ? side(here, corner(column + 1, row))
                                                            : Ring{});
                to_north_.push_back(row < options.rows ? side(here, corner(column, row + 1))
                                                       : Ring{});
            }
        }
        for (int row = 0; row < options.rows; ++row) {
            for (int column = 0; column < options.columns; ++column) {
                cells_.push_back({{cell(column, row)}});
            }
        }
    }

    std::vector<Boundary>& cells() { return cells_; }
    // Ids 1, 2, 3 …
    std::vector<BoundedArea> areas() const {
        std::vector<BoundedArea> areas;
        for (const auto& cell : cells_) {
            areas.push_back({AreaId{static_cast<std::int64_t>(areas.size()) + 1}, &cell});
        }
        return areas;
    }
    // Somewhere in the partition or a little outside.
    GeoPoint any_point() {
        const std::int32_t unit = options_.cell_units;
        std::uniform_int_distribution<std::int32_t> x(-unit, (options_.columns + 1) * unit);
        std::uniform_int_distribution<std::int32_t> y(-unit, (options_.rows + 1) * unit);
        return moved({x(random_), y(random_)});
    }
    std::mt19937& random() { return random_; }

  private:
    GeoPoint moved(GeoPoint point) const {
        return {options_.origin.longitude + point.longitude,
                options_.origin.latitude + point.latitude};
    }
    GeoPoint jittered(GeoPoint point, std::int32_t by) {
        std::uniform_int_distribution<std::int32_t> step(-by, by);
        point.longitude += step(random_);
        point.latitude += step(random_);
        return point;
    }
    std::size_t index(int column, int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(options_.columns + 1) +
               static_cast<std::size_t>(column);
    }
    GeoPoint corner(int column, int row) const { return corners_[index(column, row)]; }

    // From a corner up to, and without, the next.
    Ring side(GeoPoint from, GeoPoint to) {
        Ring points = {from};
        for (int i = 1; i < options_.side_points; ++i) {
            const GeoPoint straight = {
                from.longitude + (to.longitude - from.longitude) / options_.side_points * i,
                from.latitude + (to.latitude - from.latitude) / options_.side_points * i};
            points.push_back(jittered(straight, options_.cell_units / (5 * options_.side_points)));
        }
        return points;
    }

    Ring cell(int column, int row) const {
        Ring ring;
        const auto forward = [&](const Ring& side) {
            ring.insert(ring.end(), side.begin(), side.end());
        };
        const auto backward = [&](const Ring& side, GeoPoint start) {
            ring.push_back(start);
            ring.insert(ring.end(), side.rbegin(), std::prev(side.rend()));
        };
        forward(to_east_[index(column, row)]);
        forward(to_north_[index(column + 1, row)]);
        backward(to_east_[index(column, row + 1)], corner(column + 1, row + 1));
        backward(to_north_[index(column, row)], corner(column, row + 1));
        ring.push_back(corner(column, row));
        for (auto& point : ring) {
            point = moved(point);
        }
        return ring;
    }

    PartitionOptions options_;
    std::mt19937 random_;
    std::vector<GeoPoint> corners_;
    std::vector<Ring> to_east_;
    std::vector<Ring> to_north_;
    std::vector<Boundary> cells_;
};

// Prepared geometries behind an STRtree: lowest id of those that cover the point.
class GeosIndex {
  public:
    explicit GeosIndex(const std::vector<BoundedArea>& areas) : tree_(geos_.tree()) {
        entries_.reserve(areas.size());
        for (const auto& area : areas) {
            auto geometry = geos_.geometry(*area.boundary);
            auto prepared = geos_.prepare(geometry);
            entries_.push_back({area.id, std::move(geometry), std::move(prepared)});
            GEOSSTRtree_insert_r(geos_.context(), tree_.get(), entries_.back().geometry.get(),
                                 &entries_.back());
        }
    }

    AreaId find(GeoPoint point) {
        const auto place = geos_.point(point);
        Question question{geos_.context(), place.get(), {}};
        GEOSSTRtree_query_r(geos_.context(), tree_.get(), place.get(), &ask, &question);
        return question.found;
    }

  private:
    struct Entry {
        AreaId id;
        Geos::Geometry geometry;
        Geos::Prepared prepared;
    };
    struct Question {
        GEOSContextHandle_t context;
        const GEOSGeometry* place;
        AreaId found;
    };

    static void ask(void* item, void* asked) {
        const auto& entry = *static_cast<Entry*>(item);
        auto& question = *static_cast<Question*>(asked);
        if ((!question.found || entry.id < question.found) &&
            GEOSPreparedCovers_r(question.context, entry.prepared.get(), question.place) == 1) {
            question.found = entry.id;
        }
    }

    Geos geos_;
    std::vector<Entry> entries_;
    Geos::Tree tree_;
};

}  // namespace taizhang::model::test
