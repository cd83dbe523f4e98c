// SPDX-License-Identifier: Apache-2.0
// Which adapter a store is opened by: the URL of a PostgreSQL database, or else a data folder.
#pragma once

#include "cli/cli.hpp"

namespace taizhang::store {
struct CommitCounts;
}

namespace taizhang::app {

// The adapter counts its commits there; `commits` outlives the store.
Result<service::StorePtr> open_store(const std::string& place, store::CommitCounts& commits);
Result<service::StorePtr> create_store(const std::string& place);
// Unsupported: a backup of the other adapter's.
Result<void> restore_store(const std::string& place, const store::StoreSummary& summary,
                           store::BackupSource& source, const store::RestoreCheck& check);
Result<std::vector<std::string>> pending_migrations(const std::string& place);
Result<void> migrate(const std::string& place);

}  // namespace taizhang::app
