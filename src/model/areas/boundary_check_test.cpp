// SPDX-License-Identifier: Apache-2.0
#include "model/areas/boundary_check.hpp"

#include <gtest/gtest.h>

#include "model/areas/test_support.hpp"

namespace taizhang::model {
namespace {

using test::wkt;
constexpr double kSquareDegreeMetres = 111195.0 * 111195.0;  // at the equator

bool any(AreaId) {
    return true;
}

TEST(BoundaryFaults, NameRingReasonAndPlace) {
    EXPECT_TRUE(
        boundary_faults(wkt("POLYGON((0 0,2 0,2 2,0 2,0 0),(1 1,1.5 1,1.5 1.5,1 1))")).empty());
    const auto crossed = boundary_faults(wkt("POLYGON((0 0,2 2,2 0,0 2,0 0))"));
    ASSERT_EQ(crossed.size(), 1U);
    EXPECT_EQ(crossed[0].reason, "第 1 环边线交叉");
    EXPECT_EQ(point_text(crossed[0].place), "1,1");
    const auto two =
        boundary_faults(wkt("MULTIPOLYGON(((0 0,2 2,2 0,0 2,0 0)),((5 0,7 2,7 0,5 2,5 0)))"));
    ASSERT_EQ(two.size(), 2U);
    EXPECT_EQ(two[1].reason, "第 2 块第 1 环边线交叉");
    const auto outside = boundary_faults(wkt("POLYGON((0 0,2 0,2 2,0 2,0 0),(5 5,6 5,6 6,5 5))"));
    ASSERT_EQ(outside.size(), 1U);
    EXPECT_EQ(outside[0].reason, "洞在外环以外");
    EXPECT_EQ(boundary_faults(wkt("MULTIPOLYGON(((0 0,2 0,2 2,0 2,0 0)),((1 0,3 0,3 2,1 2,1 "
                                  "0)))"))
                  .size(),
              1U);
}

TEST(Overlaps, EachPairOnceWithItsSizeAndPlace) {
    const Boundary a = wkt("POLYGON((0 0,1 0,1 1,0 1,0 0))");
    const Boundary b = wkt("POLYGON((1 0,2 0,2 1,1 1,1 0))");
    const Boundary c = wkt("POLYGON((1.5 0,3 0,3 1,1.5 1,1.5 0))");
    const auto overlaps =
        find_overlaps({{AreaId{7}, &a}, {AreaId{5}, &b}, {AreaId{3}, &c}}, any).value();
    ASSERT_EQ(overlaps.size(), 1U);
    EXPECT_EQ(overlaps[0].first, AreaId{3});
    EXPECT_EQ(overlaps[0].second, AreaId{5});
    EXPECT_NEAR(overlaps[0].square_metres, 0.5 * kSquareDegreeMetres, 0.01 * kSquareDegreeMetres);
    EXPECT_GT(overlaps[0].place.longitude, 15'000'000);
    EXPECT_LT(overlaps[0].place.longitude, 20'000'000);
    const auto of = [&](AreaId wanted) {
        return find_overlaps({{AreaId{7}, &a}, {AreaId{5}, &b}, {AreaId{3}, &c}},
                             [=](AreaId id) { return id == wanted; })
            .value()
            .size();
    };
    EXPECT_EQ(of(AreaId{7}), 0U);
    EXPECT_EQ(of(AreaId{5}), 1U);
    EXPECT_EQ(of(AreaId{3}), 1U);
}

TEST(Overlaps, RoundingIsNoOverlap) {
    // A vertex of one lies, rounded, 1 cm inside the other's straight border of 500 m.
    const Boundary straight = wkt("POLYGON((105 30,105.005 30,105.005 30.01,105 30.01,105 30))");
    const Boundary bent =
        wkt("POLYGON((105 29.99,105.005 29.99,105.005 30,105.0025 30.0000001,105 30,105 29.99))");
    EXPECT_TRUE(find_overlaps({{AreaId{1}, &straight}, {AreaId{2}, &bent}}, any)->empty());
}

TEST(Overlaps, NoneInAPartition) {
    test::PartitionOptions options;
    options.columns = 20;
    options.rows = 15;
    test::Partition partition(options);
    EXPECT_TRUE(find_overlaps(partition.areas(), any)->empty());
    std::vector<const Boundary*> parts;
    for (const auto& cell : partition.cells()) {
        parts.push_back(&cell);
    }
    EXPECT_TRUE(compare_cover(nullptr, parts)->gaps.empty());
    parts.erase(parts.begin() + 150);
    EXPECT_EQ(compare_cover(nullptr, parts)->gaps.size(), 1U);
}

TEST(Cover, GapsAndWhatLiesOutside) {
    const Boundary whole = wkt("POLYGON((0 0,3 0,3 1,0 1,0 0))");
    const Boundary a = wkt("POLYGON((0 0,1 0,1 1,0 1,0 0))");
    const Boundary c = wkt("POLYGON((2 0,3.5 0,3.5 1,2 1,2 0))");
    const auto report = compare_cover(&whole, {&a, &c}).value();
    ASSERT_EQ(report.gaps.size(), 1U);
    EXPECT_NEAR(report.gaps[0].square_metres, kSquareDegreeMetres, 0.01 * kSquareDegreeMetres);
    EXPECT_EQ(report.gaps[0].place.longitude / 10'000'000, 1);
    ASSERT_EQ(report.outside.size(), 1U);
    EXPECT_NEAR(report.outside[0].square_metres, kSquareDegreeMetres / 2,
                0.01 * kSquareDegreeMetres);
    EXPECT_TRUE(compare_cover(nullptr, {&a, &c})->gaps.empty());
}

}  // namespace
}  // namespace taizhang::model
