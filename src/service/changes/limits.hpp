// SPDX-License-Identifier: Apache-2.0
// Limits of live changes. Units come last.
#pragma once

#include <cstddef>
#include <cstdint>

namespace taizhang::limits {

inline constexpr std::size_t kChangeSubscribersMax = 2'000;
inline constexpr std::size_t kChangeSubscribersPerAccount = 10;  // windows of one person
inline constexpr std::int64_t kChangesReplayMax = 10'000;  // events behind, which are read again
inline constexpr std::size_t kChangesReadMax = 500;        // events, in one turn
// Further behind by as many than the last that he was told of, he is told where he stands.
inline constexpr std::int64_t kChangesSilentMax = 1'000;
inline constexpr int kChangesPollMs = 1'000;  // what nobody signals: a command beside the server
inline constexpr std::size_t kChangesReadAtOnce = 16;  // stretches of the log, in one turn
inline constexpr int kChangesRoomMs = 200;  // before a client that takes its time is looked at
inline constexpr int kChangesGapMs = 20;    // between two turns, however many commits
inline constexpr int kChangesRecheckMs = 10'000;  // whether each may still listen, at the latest

}  // namespace taizhang::limits
