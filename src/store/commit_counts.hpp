// SPDX-License-Identifier: Apache-2.0
// What an adapter tells of its commits while it works, for whoever watches it. No part of the port:
// an adapter is given one where it is opened, or none.
#pragma once

#include <array>

#include "base/histogram.hpp"

namespace taizhang::store {

inline constexpr std::array<std::uint64_t, 9> kCommitClosureBounds = {1,  2,  4,   8,  16,
                                                                      32, 64, 128, 256};
inline constexpr std::array<std::uint64_t, 10> kCommitEventBounds = {
    1, 4, 16, 64, 256, 1'024, 4'096, 16'384, 65'536, 262'144};
inline constexpr std::array<std::uint64_t, 12> kCommitMicrosecondBounds = {
    500,    1'000,   2'000,   5'000,   10'000,    20'000,
    50'000, 100'000, 250'000, 500'000, 1'000'000, 5'000'000};

// Of one process. Its writer's thread notes, any thread reads.
struct CommitCounts {
    Histogram closures{kCommitClosureBounds};  // joined in one commit, the refused ones too
    // Written by it into the audit log: one for each record that changed, and what else is told.
    Histogram events{kCommitEventBounds};
    Histogram microseconds{kCommitMicrosecondBounds};  // from the last closure's end to durable
    std::atomic<std::uint64_t> failed = 0;             // nothing of them is in the database
    std::atomic<std::uint64_t> waiting = 0;            // closures that no commit has taken yet
};

}  // namespace taizhang::store
