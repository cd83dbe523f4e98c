// SPDX-License-Identifier: Apache-2.0
// What whoever keeps a server running asks of its store.
#pragma once

#include "service/session.hpp"
#include "store/commit_counts.hpp"

namespace taizhang::service {

using store::CommitCounts;

// Each throws, or says what the store says, where it does not. They wait as long as the store does.
Result<void> check_reading(store::Store& store);
// Joins whatever waits for the writer and changes nothing.
Result<void> check_writing(store::Store& store);

}  // namespace taizhang::service
