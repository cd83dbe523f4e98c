// SPDX-License-Identifier: Apache-2.0
// A million points to their cells: ours against GEOS (prepared geometries behind an STRtree), one
// thread, medians of five runs taken in turn. A line for each size:
// NAME ours_microseconds reference_microseconds answers_equal
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

#include "model/areas/test_support.hpp"

namespace {

using namespace taizhang;
using namespace taizhang::model;

constexpr std::size_t kPoints = 1'000'000;
constexpr std::size_t kRuns = 5;

template <typename Find>
std::int64_t microseconds(const std::vector<GeoPoint>& points, std::vector<AreaId>& answers,
                          const Find& find) {
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < points.size(); ++i) {
        answers[i] = find(points[i]);
    }
    const auto spent = std::chrono::steady_clock::now() - begin;
    return std::chrono::duration_cast<std::chrono::microseconds>(spent).count();
}

std::vector<GeoPoint> some_points(test::Partition& partition) {
    std::vector<GeoPoint> points;
    while (points.size() < kPoints) {
        points.push_back(partition.any_point());
    }
    return points;
}

bool measure(const char* name, int columns, int rows) {
    test::PartitionOptions options;
    options.columns = columns;
    options.rows = rows;
    test::Partition partition(options);
    const auto areas = partition.areas();
    const auto ours = AreaIndex::create(areas);
    test::GeosIndex reference(areas);
    const auto points = some_points(partition);
    std::vector<AreaId> answers(kPoints);
    std::vector<AreaId> expected(kPoints);
    std::array<std::int64_t, kRuns> ours_took{};
    std::array<std::int64_t, kRuns> reference_took{};
    for (std::size_t run = 0; run < kRuns; ++run) {
        ours_took[run] = microseconds(points, answers, [&](GeoPoint p) { return ours->find(p); });
        reference_took[run] =
            microseconds(points, expected, [&](GeoPoint p) { return reference.find(p); });
    }
    std::sort(ours_took.begin(), ours_took.end());
    std::sort(reference_took.begin(), reference_took.end());
    const bool equal = answers == expected;
    fmt::print("{} {} {} {}\n", name, ours_took[kRuns / 2], reference_took[kRuns / 2],
               equal ? "yes" : "no");
    return equal;
}

}  // namespace

int main() {
    const bool few = measure("point_lookup_500", 25, 20);
    const bool many = measure("point_lookup_5000", 100, 50);
    return few && many ? EXIT_SUCCESS : EXIT_FAILURE;
}
