// SPDX-License-Identifier: Apache-2.0
// Limits of what the server tells of itself.
#pragma once

#include <cstddef>

namespace taizhang::limits {

inline constexpr std::size_t kLogEntriesMax = 10'000;  // waiting for a slow stderr; then dropped
inline constexpr std::size_t kLogEntriesTaken = 64;    // by the writing thread at a time
inline constexpr int kLogFlushMsMax = 1'000;           // at the end, for what still waits
inline constexpr std::size_t kRequestIdBytesMin = 20;  // longer than a telephone or an ID number
inline constexpr std::size_t kRequestIdBytesMax = 64;
inline constexpr int kReadyMsMax = 2'000;            // for the store to answer
inline constexpr int kReadyKeptMs = 500;             // one check serves all who ask meanwhile
inline constexpr std::size_t kOperationThreads = 2;  // never waiting behind other requests
inline constexpr std::size_t kOperationQueueMax = 64;

}  // namespace taizhang::limits
