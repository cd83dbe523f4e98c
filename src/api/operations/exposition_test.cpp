// SPDX-License-Identifier: Apache-2.0
#include "api/operations/exposition.hpp"

#include <gtest/gtest.h>

namespace taizhang::api {
namespace {

using Kind = Exposition::Kind;

TEST(Exposition, WritesOneMetricWithItsLabels) {
    Exposition text;
    text.begin("doors_open", Kind::Gauge, "Doors that are open.");
    text.value({{"side", "a \"b\"\\\n"}, {"floor", "1"}}, std::uint64_t{2});
    text.one("doors_opened_total", Kind::Counter, "How often.", 0.5);
    EXPECT_EQ(text.take(),
              "# HELP doors_open Doors that are open.\n# TYPE doors_open gauge\n"
              "doors_open{side=\"a \\\"b\\\"\\\\\\n\",floor=\"1\"} 2\n"
              "# HELP doors_opened_total How often.\n# TYPE doors_opened_total counter\n"
              "doors_opened_total 0.5\n");
}

TEST(Exposition, WritesAHistogramInTheUnitOfItsName) {
    static constexpr std::array<std::uint64_t, 2> kMicroseconds = {250, 2'000};
    Histogram histogram(kMicroseconds);
    histogram.note(100);
    histogram.note(1'900);
    histogram.note(3'000);
    Exposition text;
    text.begin("wait_seconds", Kind::Histogram, "Waits.");
    text.histogram({{"who", "x"}}, histogram.snapshot(), 1e-6);
    EXPECT_EQ(text.take(),
              "# HELP wait_seconds Waits.\n# TYPE wait_seconds histogram\n"
              "wait_seconds_bucket{who=\"x\",le=\"0.00025\"} 1\n"
              "wait_seconds_bucket{who=\"x\",le=\"0.002\"} 2\n"
              "wait_seconds_bucket{who=\"x\",le=\"+Inf\"} 3\n"
              "wait_seconds_sum{who=\"x\"} 0.005\nwait_seconds_count{who=\"x\"} 3\n");
}

}  // namespace
}  // namespace taizhang::api
