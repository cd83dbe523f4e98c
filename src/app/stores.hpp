// SPDX-License-Identifier: Apache-2.0
// Which adapter a store is opened by: the URL of a PostgreSQL database, or else a data folder.
#pragma once

#include "cli/cli.hpp"

namespace taizhang::store {
struct CommitCounts;
}

namespace taizhang::app {

// The adapter counts its commits there; `commits` outlives the store. `key_file` empty: where it
// lies by itself.
Result<service::StorePtr> open_store(const std::string& place, const std::string& key_file,
                                     store::CommitCounts& commits);
// Its keys are of that suite, unless there are some already.
Result<service::StorePtr> create_store(const std::string& place, const std::string& suite);
// Unsupported: a backup of the other adapter's.
Result<void> restore_store(const std::string& place, const store::StoreSummary& summary,
                           store::BackupSource& source, const store::RestoreCheck& check);
Result<std::vector<std::string>> pending_migrations(const std::string& place);
// Seals what was never sealed, too, as `login_name`.
Result<void> migrate(const std::string& place, const std::string& login_name,
                     const service::WorkReport& report);

}  // namespace taizhang::app
