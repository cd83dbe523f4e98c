// SPDX-License-Identifier: Apache-2.0
// Limits of jobs. Units come last.
#pragma once

#include <cstddef>
#include <cstdint>

namespace taizhang::limits {

inline constexpr std::size_t kJobThreads = 2;            // that do jobs, of one server
inline constexpr std::size_t kJobThreadsMax = 64;        // that it may be told to have
inline constexpr std::size_t kJobsQueuedMax = 200;       // of the office
inline constexpr std::size_t kJobsActivePerMaker = 10;   // queued or running
inline constexpr std::size_t kJobsKeptPerMaker = 50;     // the oldest that are over go first
inline constexpr std::size_t kJobsSweptMax = 500;        // in one pass
inline constexpr std::size_t kJobsExpiredMax = 100'000;  // by a purge; nobody has as many in a day
inline constexpr std::size_t kBatchesListedMax = 1'000;  // the newest
inline constexpr std::int64_t kJobKeptSeconds = 24 * 3'600;        // its result, once it is over
inline constexpr std::int64_t kJobQueuedSecondsMax = 24 * 3'600;   // where nobody takes it
inline constexpr std::int64_t kJobOrphanSeconds = 2 * 24 * 3'600;  // files that no job knows
// As long as its server says so again in time, a job is believed to be under way.
inline constexpr std::int64_t kJobLeaseSeconds = 20;
inline constexpr int kJobBeatMs = 2'000;  // how often it says so, and looks for work
inline constexpr std::int64_t kJobSweepSeconds = 60;
inline constexpr int kJobEndTriesMax = 5;  // to write down what came of a job
inline constexpr std::uint64_t kJobUploadBytesMax = 256ULL << 20U;
inline constexpr std::size_t kJobUploadsMax = 8;  // received at once
inline constexpr std::size_t kJobFileNameBytesMax = 120;
inline constexpr std::size_t kJobDetailsBytesMax = 4U << 20U;  // of what is told beside the counts
inline constexpr std::size_t kJobErrorsShown = 100;            // of an import, in the answer

}  // namespace taizhang::limits
