// SPDX-License-Identifier: Apache-2.0
// Whether the file is sound: its pages, and every index against its table.
#pragma once

#include <string>
#include <vector>

#include "store/store.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

std::vector<std::string> check_storage(Connection& connection, const store::GoOn& go_on);
// With SQLite's quick check alone, and findings of it that were found before it was stopped.
store::EngineState engine_state(Connection& connection, const store::GoOn& go_on);

}  // namespace taizhang::store_sqlite
