// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/cli.hpp"
#include "store/commit_counts.hpp"

namespace taizhang::app {

// Answers requests until SIGINT or SIGTERM; tells request.started where, and with
// which token where there are no accounts.
Result<void> serve(store::Store& store, const store::CommitCounts& commits,
                   const cli::ServeRequest& request);

}  // namespace taizhang::app
