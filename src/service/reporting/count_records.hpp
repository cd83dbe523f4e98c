// SPDX-License-Identifier: Apache-2.0
// All records added up anew, by two threads that read side by side.
#pragma once

#include <optional>
#include <vector>

#include "model/reporting/rollup_sums.hpp"
#include "service/progress.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct CountedRecords {
    std::int64_t last_event = 0;  // of the view in which they were counted
    std::vector<model::RollupSums> sums;
};

// Nothing where it was stopped, where somebody wrote while the threads began, or where the sums
// would take more than limits::kRebuildSumsBytesMax.
Result<std::optional<CountedRecords>> count_records(const Session& session, Progress& progress);

// Records that are in the roll-ups as they are: the count before it is counted anew, near enough to
// tell how far that is.
std::int64_t records_by_rollups(store::ReadTx& tx, const Definitions& definitions);

}  // namespace taizhang::service
