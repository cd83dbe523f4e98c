// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "service/progress.hpp"
#include "service/session.hpp"

namespace taizhang::service {

// Counts all records anew for these indicators (all, when empty). For changed definitions and
// areas.
Result<void> rebuild_rollups(store::WriteTx& tx, const Definitions& definitions,
                             const std::vector<std::string>& indicators);

// And everything that is counted of these ledgers.
Result<void> rebuild_ledgers(store::WriteTx& tx, const Definitions& definitions,
                             const std::vector<std::string>& ledgers);

enum class RebuildOutcome { Done, CutShort };  // cut short: nothing has changed

// The same for all, in a transaction of its own. Records and audit log stay as they are. Counts
// beside those who write; only where one of them was quicker does it count once more within the
// transaction.
Result<RebuildOutcome> rebuild_rollups(const Session& session, const WorkReport& report = {});

}  // namespace taizhang::service
