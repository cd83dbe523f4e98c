// SPDX-License-Identifier: Apache-2.0
#include "model/areas/coordinates.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace taizhang::model {
namespace {

using std::numbers::pi;

constexpr std::array kSystems = {
    std::pair{CoordinateSystem::Wgs84, std::string_view("wgs84")},
    std::pair{CoordinateSystem::Gcj02, std::string_view("gcj02")},
    std::pair{CoordinateSystem::Bd09, std::string_view("bd09")},
};

bool is_in_china(Degrees place) {
    return place.longitude >= 72.004 && place.longitude <= 137.8347 && place.latitude >= 0.8293 &&
           place.latitude <= 55.8271;
}

// Krasovsky 1940, on which the shift was defined.
constexpr double kSemiMajorMetres = 6378245.0;
constexpr double kEccentricitySquared = 0.00669342162296594323;

double waves(double x, double first, double second, double third) {
    return (first * std::sin(x * pi) + second * std::sin(x / 3.0 * pi)) * 2.0 / 3.0 + third;
}

// Metres to the north and to the east, from the distance to 105° E, 35° N.
Degrees gcj02_metres(double x, double y) {
    const double ripple =
        (20.0 * std::sin(6.0 * x * pi) + 20.0 * std::sin(2.0 * x * pi)) * 2.0 / 3.0;
    const double root = std::sqrt(std::abs(x));
    const double slow_north =
        (160.0 * std::sin(y / 12.0 * pi) + 320.0 * std::sin(y * pi / 30.0)) * 2.0 / 3.0;
    const double slow_east =
        (150.0 * std::sin(x / 12.0 * pi) + 300.0 * std::sin(x / 30.0 * pi)) * 2.0 / 3.0;
    const double north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
    const double east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root;
    return {waves(x, 20.0, 40.0, east + ripple + slow_east),
            waves(y, 20.0, 40.0, north + ripple + slow_north)};
}

Degrees wgs84_to_gcj02(Degrees place) {
    const Degrees metres = gcj02_metres(place.longitude - 105.0, place.latitude - 35.0);
    const double latitude = place.latitude / 180.0 * pi;
    const double sine = std::sin(latitude);
    const double magic = 1 - kEccentricitySquared * sine * sine;
    const double root = std::sqrt(magic);
    const double north_radius = kSemiMajorMetres * (1 - kEccentricitySquared) / (magic * root);
    const double east_radius = kSemiMajorMetres / root * std::cos(latitude);
    return {place.longitude + metres.longitude * 180.0 / (east_radius * pi),
            place.latitude + metres.latitude * 180.0 / (north_radius * pi)};
}

Degrees gcj02_to_bd09(Degrees place) {
    constexpr double kWave = pi * 3000.0 / 180.0;
    const double x = place.longitude;
    const double y = place.latitude;
    const double radius = std::hypot(x, y) + 0.00002 * std::sin(y * kWave);
    const double angle = std::atan2(y, x) + 0.000003 * std::cos(x * kWave);
    return {radius * std::cos(angle) + 0.0065, radius * std::sin(angle) + 0.006};
}

Degrees shifted(Degrees place, CoordinateSystem to) {
    const Degrees gcj02 = wgs84_to_gcj02(place);
    return to == CoordinateSystem::Bd09 ? gcj02_to_bd09(gcj02) : gcj02;
}

}  // namespace

std::string_view coordinate_system_name(CoordinateSystem system) {
    for (const auto& [known, name] : kSystems) {
        if (known == system) {
            return name;
        }
    }
    return kSystems.front().second;
}

std::optional<CoordinateSystem> parse_coordinate_system(std::string_view name) {
    for (const auto& [system, known] : kSystems) {
        if (known == name) {
            return system;
        }
    }
    return std::nullopt;
}

Degrees from_wgs84(Degrees place, CoordinateSystem to) {
    return to == CoordinateSystem::Wgs84 || !is_in_china(place) ? place : shifted(place, to);
}

Degrees to_wgs84(Degrees place, CoordinateSystem from) {
    if (from == CoordinateSystem::Wgs84) {
        return place;
    }
    // The shift changes by less than 3 % of a step, so that each round gains more than a digit.
    constexpr int kRoundsMax = 30;
    constexpr double kCloseDegrees = 1e-11;
    Degrees guess = place;
    for (int round = 0; round < kRoundsMax; ++round) {
        const Degrees there = shifted(guess, from);
        const double east = place.longitude - there.longitude;
        const double north = place.latitude - there.latitude;
        guess.longitude += east;
        guess.latitude += north;
        if (std::abs(east) < kCloseDegrees && std::abs(north) < kCloseDegrees) {
            break;
        }
    }
    return is_in_china(guess) ? guess : place;
}

}  // namespace taizhang::model
