// SPDX-License-Identifier: Apache-2.0
// GEOS says what is right: whatever the areas and the point, both must give the same id.
#include "model/areas/area_index.hpp"

#include <gtest/gtest.h>

#include <set>

#include "model/areas/test_support.hpp"

namespace taizhang::model {
namespace {

using test::GeosIndex;
using test::Partition;
using test::PartitionOptions;
using test::wkt;

// Points on, beside and between the vertices of all borders.
std::vector<GeoPoint> border_points(const std::vector<BoundedArea>& areas) {
    std::vector<GeoPoint> points;
    for (const auto& area : areas) {
        for (const auto& polygon : *area.boundary) {
            for (const auto& ring : polygon) {
                for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
                    const GeoPoint a = ring[i];
                    const GeoPoint b = ring[i + 1];
                    points.push_back(a);
                    points.push_back({a.longitude + 1, a.latitude});
                    points.push_back({a.longitude, a.latitude - 1});
                    points.push_back(
                        {static_cast<std::int32_t>((std::int64_t{a.longitude} + b.longitude) / 2),
                         static_cast<std::int32_t>((std::int64_t{a.latitude} + b.latitude) / 2)});
                }
            }
        }
    }
    return points;
}

void expect_same(const AreaIndex& ours, GeosIndex& theirs, const std::vector<GeoPoint>& points) {
    for (const GeoPoint point : points) {
        ASSERT_EQ(ours.find(point).value, theirs.find(point).value) << point_text(point);
    }
}

void expect_same_everywhere(const std::vector<BoundedArea>& areas,
                            const std::vector<GeoPoint>& points) {
    const auto ours = AreaIndex::create(areas);
    ASSERT_TRUE(ours);
    GeosIndex theirs(areas);
    expect_same(*ours, theirs, border_points(areas));
    expect_same(*ours, theirs, points);
}

std::vector<GeoPoint> all_points(std::int32_t from, std::int32_t to) {
    std::vector<GeoPoint> points;
    for (std::int32_t x = from; x <= to; ++x) {
        for (std::int32_t y = from; y <= to; ++y) {
            points.push_back({x, y});
        }
    }
    return points;
}

TEST(AreaIndex, MillionPointsOfAPartition) {
    PartitionOptions options;
    options.columns = 25;
    options.rows = 20;
    Partition partition(options);
    const auto areas = partition.areas();
    const auto ours = AreaIndex::create(areas);
    ASSERT_TRUE(ours);
    GeosIndex theirs(areas);
    expect_same(*ours, theirs, border_points(areas));
    std::int64_t inside = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        const GeoPoint point = partition.any_point();
        const AreaId found = ours->find(point);
        inside += found ? 1 : 0;
        ASSERT_EQ(found.value, theirs.find(point).value) << point_text(point);
    }
    EXPECT_GT(inside, 700'000);
}

// So coarse that every second point is on a border, with cells and vertices falling together.
TEST(AreaIndex, TinyUnitsWhereEverythingTouches) {
    for (unsigned seed = 0; seed < 60; ++seed) {
        PartitionOptions options;
        options.seed = seed;
        options.columns = 1 + static_cast<int>(seed % 4);
        options.rows = 1 + static_cast<int>(seed % 3);
        options.side_points = 1 + static_cast<int>(seed % 2);
        options.cell_units = 8;
        options.origin = {-5, -5};
        Partition partition(options);
        const auto areas = partition.areas();
        ASSERT_NO_FATAL_FAILURE(expect_same_everywhere(areas, all_points(-12, 40)))
            << "seed " << seed;
    }
}

Ring star(std::mt19937& random, GeoPoint centre, int points, std::int32_t reach) {
    // Vertices by angle around the centre: such a ring never crosses itself.
    std::set<double> angles;
    std::uniform_real_distribution<double> angle(0, 6.28);
    while (angles.size() < static_cast<std::size_t>(points)) {
        angles.insert(angle(random));
    }
    std::uniform_real_distribution<double> far(0.3, 1);
    Ring ring;
    for (const double direction : angles) {
        const double distance = far(random) * reach;
        ring.push_back(
            {centre.longitude + static_cast<std::int32_t>(distance * std::cos(direction)),
             centre.latitude + static_cast<std::int32_t>(distance * std::sin(direction))});
    }
    ring.push_back(ring.front());
    return ring;
}

// Overlapping stars with star-shaped holes and second parts: nothing that an import would take, but
// the answer is defined all the same.
TEST(AreaIndex, OverlapsHolesAndManyParts) {
    const Geos geos;
    std::size_t valid = 0;
    for (unsigned seed = 0; seed < 150; ++seed) {
        std::mt19937 random(seed);
        const std::int32_t reach = seed % 3 == 0 ? 30 : 30'000'000;
        std::uniform_int_distribution<std::int32_t> place(-2 * reach, 2 * reach);
        std::vector<Boundary> boundaries;
        for (int i = 0; i < 12; ++i) {
            const GeoPoint centre{place(random), place(random)};
            Boundary boundary = {{star(random, centre, 3 + i, reach)}};
            boundary[0].push_back(star(random, centre, 3, reach / 4));
            boundary.push_back(
                {star(random, {centre.longitude + 3 * reach, centre.latitude}, 4, reach / 2)});
            if (GEOSisValid_r(geos.context(), geos.geometry(boundary).get()) == 1) {
                boundaries.push_back(std::move(boundary));
            }
        }
        std::vector<BoundedArea> areas;
        for (const auto& boundary : boundaries) {
            areas.push_back({AreaId{100 - static_cast<std::int64_t>(areas.size())}, &boundary});
        }
        valid += areas.size();
        std::vector<GeoPoint> points;
        std::uniform_int_distribution<std::int32_t> anywhere(-4 * reach, 7 * reach);
        for (int i = 0; i < 2'000; ++i) {
            points.push_back({anywhere(random), anywhere(random)});
        }
        ASSERT_NO_FATAL_FAILURE(expect_same_everywhere(areas, points)) << "seed " << seed;
    }
    EXPECT_GT(valid, 500U);
}

TEST(AreaIndex, ABorderBelongsToTheLowerId) {
    const Boundary west = wkt("POLYGON((0 0,1 0,1 1,0 1,0 0))");
    const Boundary east = wkt("POLYGON((1 0,2 0,2 1,1 1,1 0))");
    const auto index = AreaIndex::create({{AreaId{9}, &east}, {AreaId{4}, &west}});
    ASSERT_TRUE(index);
    EXPECT_EQ(index->find({10'000'000, 5'000'000}), AreaId{4});
    EXPECT_EQ(index->find({10'000'001, 5'000'000}), AreaId{9});
    EXPECT_EQ(index->find({10'000'000, 0}), AreaId{4});
    EXPECT_EQ(index->find({20'000'000, 10'000'000}), AreaId{9});
    EXPECT_EQ(index->find({20'000'001, 10'000'000}), AreaId{});
    EXPECT_EQ(index->find({1'800'000'000, -900'000'000}), AreaId{});
}

TEST(AreaIndex, MoreAreasInOneBucketThanAGroupHolds) {
    std::vector<Boundary> slices;
    for (int i = 0; i < 40; ++i) {
        const double angle = i * 0.15;
        const GeoPoint a{static_cast<std::int32_t>(1e6 * std::cos(angle)),
                         static_cast<std::int32_t>(1e6 * std::sin(angle))};
        const GeoPoint b{static_cast<std::int32_t>(1e6 * std::cos(angle + 0.15)),
                         static_cast<std::int32_t>(1e6 * std::sin(angle + 0.15))};
        slices.push_back({{Ring{{0, 0}, a, b, {0, 0}}}});
    }
    std::vector<BoundedArea> areas;
    for (const auto& slice : slices) {
        areas.push_back({AreaId{static_cast<std::int64_t>(areas.size()) + 1}, &slice});
    }
    expect_same_everywhere(areas, all_points(-60, 60));
}

TEST(AreaIndex, NothingAndTooMuch) {
    EXPECT_TRUE(AreaIndex::create({})->empty());
    EXPECT_EQ(AreaIndex::create({})->find({0, 0}), AreaId{});
    const Boundary one = wkt("POLYGON((0 0,1 0,1 1,0 1,0 0))");
    const Boundary far = wkt("POLYGON((100 0,101 0,101 1,100 1,100 0))");
    const Boundary wide = wkt("POLYGON((-179 0,179 0,179 1,-179 1,-179 0))");
    EXPECT_EQ(AreaIndex::create({{AreaId{1}, &one}, {AreaId{2}, &far}}).error().code,
              ErrorCode::LimitExceeded);
    EXPECT_EQ(AreaIndex::create({{AreaId{1}, &wide}}).error().code, ErrorCode::LimitExceeded);
}

}  // namespace
}  // namespace taizhang::model
