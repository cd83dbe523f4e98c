// SPDX-License-Identifier: Apache-2.0
// How the database under a store is set up and how it fares.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace taizhang::store {

// Asked now and then by long work, from the thread that does it; false stops.
using GoOn = std::function<bool()>;

struct EngineState {
    std::string version;   // SQLite 3.40.1
    std::string settings;  // those that durability hangs on, for whoever knows the database
    bool durable = false;  // by them: what was answered is not lost with the power
    std::int64_t data_bytes = 0;
    std::int64_t log_bytes = 0;  // written, not yet in the file; 0 where that is its own affair
    std::vector<std::string> findings;  // of its quick check of itself
};

}  // namespace taizhang::store
