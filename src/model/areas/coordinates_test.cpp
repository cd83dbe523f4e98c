// SPDX-License-Identifier: Apache-2.0
#include "model/areas/coordinates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace taizhang::model {
namespace {

constexpr double kCloseDegrees = 1e-7;

TEST(Coordinates, KnownPlaces) {
    // Tian'anmen, from the published examples of the algorithm.
    const Degrees gcj = from_wgs84({116.397428, 39.90923}, CoordinateSystem::Gcj02);
    EXPECT_NEAR(gcj.longitude, 116.40366, 2e-5);
    EXPECT_NEAR(gcj.latitude, 39.91063, 2e-5);
    const Degrees bd = from_wgs84({116.397428, 39.90923}, CoordinateSystem::Bd09);
    EXPECT_NEAR(bd.longitude, 116.41004, 2e-5);
    EXPECT_NEAR(bd.latitude, 39.91696, 2e-5);
}

TEST(Coordinates, RoundTripInsideChina) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> east(72.004, 137.8347);
    std::uniform_real_distribution<double> north(0.8293, 55.8271);
    for (int i = 0; i < 20'000; ++i) {
        const Degrees place{east(random), north(random)};
        for (const auto system : {CoordinateSystem::Gcj02, CoordinateSystem::Bd09}) {
            const Degrees back = to_wgs84(from_wgs84(place, system), system);
            ASSERT_NEAR(back.longitude, place.longitude, kCloseDegrees);
            ASSERT_NEAR(back.latitude, place.latitude, kCloseDegrees);
        }
    }
}

TEST(Coordinates, NothingMovesOutsideChina) {
    for (const auto system :
         {CoordinateSystem::Wgs84, CoordinateSystem::Gcj02, CoordinateSystem::Bd09}) {
        for (const Degrees place : {Degrees{-0.1276, 51.5072}, Degrees{151.2, -33.9},
                                    Degrees{-180, 90}, Degrees{0, 0}, Degrees{180, -90}}) {
            for (const Degrees there : {from_wgs84(place, system), to_wgs84(place, system)}) {
                EXPECT_EQ(there.longitude, place.longitude);
                EXPECT_EQ(there.latitude, place.latitude);
            }
        }
    }
}

TEST(Coordinates, Names) {
    for (const auto system :
         {CoordinateSystem::Wgs84, CoordinateSystem::Gcj02, CoordinateSystem::Bd09}) {
        EXPECT_EQ(parse_coordinate_system(coordinate_system_name(system)), system);
    }
    EXPECT_FALSE(parse_coordinate_system("utm"));
}

}  // namespace
}  // namespace taizhang::model
