// SPDX-License-Identifier: Apache-2.0
#include "base/histogram.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace taizhang {
namespace {

constexpr std::array<std::uint64_t, 3> kBounds = {1, 10, 100};

TEST(Histogram, CountsWhatLiesWithinEachBound) {
    Histogram histogram(kBounds);
    for (const std::uint64_t value : {0U, 1U, 2U, 10U, 11U, 100U, 101U}) {
        histogram.note(value);
    }
    const auto shot = histogram.snapshot();
    EXPECT_EQ(shot.up_to, (std::vector<std::uint64_t>{2, 4, 6}));
    EXPECT_EQ(shot.count, 7U);
    EXPECT_EQ(shot.sum, 225U);
}

TEST(Histogram, LosesNothingOfManyThreads) {
    Histogram histogram(kBounds);
    std::vector<std::thread> threads;
    constexpr std::uint64_t kNotes = 10'000;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (std::uint64_t value = 0; value < kNotes; ++value) {
                histogram.note(5);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(histogram.snapshot().count, 4 * kNotes);
    EXPECT_EQ(histogram.snapshot().sum, 20 * kNotes);
}

}  // namespace
}  // namespace taizhang
