// SPDX-License-Identifier: Apache-2.0
// Limits of one process at a PostgreSQL server, beside those of base/limits.hpp. Units come last.
#pragma once

#include <cstddef>
#include <cstdint>

namespace taizhang::limits {

inline constexpr int kPostgresConnectSecondsMax = 10;
inline constexpr int kPostgresLockMsMax = 60'000;           // waited for what others hold
inline constexpr std::size_t kPostgresReadersMax = 16;      // connections that read at once
inline constexpr int kPostgresTriesMax = 10;                // of one transaction
inline constexpr int kPostgresReconnectMsMax = 15'000;      // until those who wait are told
inline constexpr int kPostgresListenAgainMs = 1'000;        // after the listener lost its server
inline constexpr std::size_t kPostgresFetchRowsFirst = 64;  // of a cursor, at once
inline constexpr std::size_t kPostgresFetchRowsMax = 1'024;
inline constexpr std::size_t kPostgresCopyBytesSent = 1U << 20U;
inline constexpr std::size_t kPostgresPieceBytes = 1U << 20U;  // of a backup, when it is begun anew
inline constexpr std::size_t kPostgresPieceBytesMax = 256U << 20U;  // of what is restored
inline constexpr std::size_t kPostgresRowsBytesMax = 16U << 20U;    // gathered before they are sent
inline constexpr std::size_t kPostgresRollupRowsSent = 10'000;      // in one statement
inline constexpr std::int64_t kPostgresIdsTakenFirst = 64;          // from the office's supply
inline constexpr std::int64_t kPostgresIdsTakenMax = 4'096;
inline constexpr std::int64_t kPostgresNumbersTakenMax = 256;
inline constexpr int kPostgresRollupParts = 16;  // processes that never wait for one another
inline constexpr std::int64_t kSealEventsMax = 200'000;  // under one seal
inline constexpr std::int64_t kSealEventsWaiting = 100;  // before the second is over

}  // namespace taizhang::limits
