// SPDX-License-Identifier: Apache-2.0
// How often a value lay within each of some bounds.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace taizhang {

// Any thread may note and read, and none waits for another. A value is an integer of a unit that is
// the owner's: microseconds, closures.
class Histogram {
  public:
    static constexpr std::size_t kBoundsMax = 20;

    // `bounds` ascend, are at most kBoundsMax, and outlive it.
    explicit Histogram(std::span<const std::uint64_t> bounds) : bounds_(bounds) {
        assert(bounds.size() <= kBoundsMax);
    }
    Histogram(const Histogram&) = delete;
    Histogram& operator=(const Histogram&) = delete;

    void note(std::uint64_t value) {
        const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), value);
        const auto at = static_cast<std::size_t>(bound - bounds_.begin());
        counts_[at].fetch_add(1, std::memory_order_relaxed);
        sum_.fetch_add(value, std::memory_order_relaxed);
    }

    struct Snapshot {
        std::span<const std::uint64_t> bounds;
        std::vector<std::uint64_t> up_to;  // values at or below each bound
        std::uint64_t count = 0;           // all, those above the last bound too
        std::uint64_t sum = 0;
    };
    // What is noted meanwhile may be in the sum and not yet in the counts, or the other way round;
    // the counts agree with one another.
    Snapshot snapshot() const {
        Snapshot shot{bounds_, {}, 0, sum_.load(std::memory_order_relaxed)};
        for (std::size_t i = 0; i <= bounds_.size(); ++i) {
            shot.count += counts_[i].load(std::memory_order_relaxed);
            if (i < bounds_.size()) {
                shot.up_to.push_back(shot.count);
            }
        }
        return shot;
    }

  private:
    std::span<const std::uint64_t> bounds_;
    std::array<std::atomic<std::uint64_t>, kBoundsMax + 1> counts_{};  // by bound; the last: above
    std::atomic<std::uint64_t> sum_ = 0;
};

}  // namespace taizhang
