// SPDX-License-Identifier: Apache-2.0
#include "model/areas/area_locator.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace taizhang::model {
namespace {

constexpr AreaId kRoot{1};
constexpr AreaId kCommunity{2};
constexpr AreaId kWest{3};
constexpr AreaId kEast{4};

Date date(std::string_view iso) {
    return parse_date(iso).value();
}

AreaVersion version(AreaId id, AreaLevel level, std::string_view from, std::string boundary) {
    AreaVersion one;
    one.id = id;
    one.code = std::to_string(id.value);
    one.name = "区" + one.code;
    one.level = level;
    one.valid_from = date(from);
    one.boundary = std::move(boundary);
    return one;
}

constexpr const char* kWhole = "POLYGON((0 0,4 0,4 1,0 1,0 0))";
constexpr const char* kLeft = "POLYGON((0 0,2 0,2 1,0 1,0 0))";
constexpr const char* kMore = "POLYGON((0 0,3 0,3 1,0 1,0 0))";
constexpr const char* kRight = "POLYGON((2 0,3 0,3 1,2 1,2 0))";

// The west takes the east's ground on 2020-07-01, when the east is abolished.
std::vector<AreaVersion> versions() {
    std::vector<AreaVersion> all = {
        version(kRoot, AreaLevel::Subdistrict, "2019-01-01", kWhole),
        version(kCommunity, AreaLevel::Community, "2019-01-01", kWhole),
        version(kWest, AreaLevel::GridCell, "2019-01-01", kLeft),
        version(kWest, AreaLevel::GridCell, "2020-07-01", kMore),
        version(kEast, AreaLevel::GridCell, "2019-01-01", kRight),
    };
    all.back().abolished_on = date("2020-07-01");
    return all;
}

constexpr GeoPoint kInEast{25'000'000, 5'000'000};
constexpr GeoPoint kInNoCell{35'000'000, 5'000'000};
constexpr GeoPoint kOutside{45'000'000, 5'000'000};

TEST(Locate, ByTheBoundaryOfTheDay) {
    const AreaTree tree(versions());
    EXPECT_EQ(tree.boundary_changes(), (std::vector{date("2019-01-01"), date("2020-07-01")}));
    EXPECT_EQ(tree.locate(kInEast, date("2020-06-30"))->area, kEast);
    EXPECT_EQ(tree.locate(kInEast, date("2020-07-01"))->area, kWest);
    EXPECT_EQ(tree.locate(kInEast, date("2035-07-01"))->area, kWest);
    EXPECT_FALSE(tree.locate(kInEast, date("2018-12-31"))->bounded);
}

TEST(Locate, TheCommunityWhereNoCellIs) {
    const AreaTree tree(versions());
    EXPECT_EQ(tree.locate(kInNoCell, date("2020-01-01"))->area, kCommunity);
    const auto outside = tree.locate(kOutside, date("2020-01-01"));
    EXPECT_FALSE(outside->area);
    EXPECT_TRUE(outside->bounded);
}

TEST(Locate, WithoutBoundaries) {
    const AreaTree tree({version(kRoot, AreaLevel::Subdistrict, "2019-01-01", kWhole),
                         version(kWest, AreaLevel::GridCell, "2019-01-01", "")});
    EXPECT_FALSE(tree.locate(kInEast, date("2020-01-01"))->bounded);
}

TEST(Locate, ADamagedBoundaryIsTold) {
    const AreaTree tree({version(kWest, AreaLevel::GridCell, "2019-01-01", "河边")});
    const auto located = tree.locate(kInEast, date("2020-01-01"));
    ASSERT_FALSE(located);
    EXPECT_EQ(located.error().code, ErrorCode::Corrupt);
    EXPECT_NE(located.error().message.find("区3"), std::string::npos);
}

TEST(Locate, FromManyThreadsAndManyDays) {
    std::vector<AreaVersion> all;
    for (int day = 0; day < 40; ++day) {
        all.push_back(
            version(kWest, AreaLevel::GridCell, "2019-01-01", day % 2 == 0 ? kLeft : kMore));
        all.back().valid_from = date("2019-01-01").plus_days(day);
    }
    const AreaTree tree(std::move(all));
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 400; ++i) {
                const bool found = static_cast<bool>(
                    tree.locate(kInEast, date("2019-01-01").plus_days(i % 40))->area);
                EXPECT_EQ(found, i % 2 == 1);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

}  // namespace
}  // namespace taizhang::model
