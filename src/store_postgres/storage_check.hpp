// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "store/store.hpp"
#include "store_postgres/connection.hpp"

namespace taizhang::store_postgres {

// Indexes that are not valid, constraints that were never checked, rows without what they refer to
// and, where the extension amcheck is installed, every B-tree against its table.
std::vector<std::string> check_storage(Connection& connection, const store::GoOn& go_on);
store::EngineState engine_state(Connection& connection);

}  // namespace taizhang::store_postgres
