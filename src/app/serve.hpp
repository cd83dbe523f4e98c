// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/cli.hpp"

namespace taizhang::app {

// Answers requests until SIGINT or SIGTERM; tells request.started where, and with
// which token where there are no accounts.
Result<void> serve(store::Store& store, const cli::ServeRequest& request);

}  // namespace taizhang::app
