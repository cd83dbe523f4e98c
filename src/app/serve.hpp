// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operations/operations.hpp"
#include "cli/cli.hpp"

namespace taizhang::app {

// Answers requests until SIGINT or SIGTERM; tells request.started where, and with
// which token where there are no accounts.
Result<void> serve(store::Store& store, const service::CommitCounts& commits,
                   const cli::ServeRequest& request);

// The OpenAPI document that a server gives, without one.
std::string openapi_text();

}  // namespace taizhang::app
