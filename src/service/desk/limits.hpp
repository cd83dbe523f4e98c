// SPDX-License-Identifier: Apache-2.0
// Limits of what a clerk does at the desk: many records at once, views, forms half filled.
#pragma once

#include <cstddef>
#include <cstdint>

namespace taizhang::limits {

inline constexpr std::size_t kBulkEditRecordsMax = 5'000;  // looked at, and written in one commit
inline constexpr std::size_t kBulkEditDiffsShown = 50;
inline constexpr std::size_t kBulkEditRefusalsShown = 100;  // and those that differ from a preview
inline constexpr std::size_t kBulkEditsListed = 50;
inline constexpr std::size_t kFilterCharactersMax = 1'000;  // of one filter, as it is written
inline constexpr std::size_t kViewsPerAccountMax = 50;
inline constexpr std::size_t kViewsSharedMax = 200;  // of one ledger
inline constexpr std::size_t kViewTitleCharactersMax = 60;
inline constexpr std::size_t kDraftBytesMax = 64U << 10U;
inline constexpr std::size_t kDraftsPerAccountMax = 50;
inline constexpr std::int64_t kDraftSecondsMax = 30 * 24 * 3'600;  // since it was saved last
inline constexpr std::size_t kDraftsForgottenByTheWay = 20;        // in the commit of another one
inline constexpr std::size_t kDraftsForgottenMax = 5'000;          // in one commit of a purge
inline constexpr std::size_t kCounterAreasMax = 200;               // told of beside the whole

}  // namespace taizhang::limits
