// SPDX-License-Identifier: Apache-2.0
// A store into one file and out of it (docs/decisions/0022-backup-and-idempotency.md).
#pragma once

#include <filesystem>

#include "service/backup/manifest.hpp"
#include "service/progress.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct BackupOutcome {
    BackupManifest manifest;
    std::int64_t missing = 0;  // files of records that were not where they should be
    bool noted = false;        // in the store's own log; not where it could not be written
};

// While others go on writing. Conflict: there is such a file. Stopped or failed, it leaves none.
Result<BackupOutcome> take_backup(const Session& session, const std::filesystem::path& file,
                                  const std::string& program, const WorkReport& report = {});

// Reads all of it. Corrupt: damaged, cut off or longer than it says.
Result<BackupManifest> check_backup(const std::filesystem::path& file,
                                    const WorkReport& report = {});

// Makes a store at `place` of what the source gives; leaves nothing where the check fails.
using RestoreInto =
    std::function<Result<void>(const std::string& place, const store::StoreSummary& summary,
                               store::BackupSource& source, const store::RestoreCheck& check)>;

// Whatever is damaged, or makes another store than the manifest tells of, is refused. `files`:
// where the files of records go; nullptr is Unsupported where there are any.
Result<BackupManifest> restore_backup(const std::filesystem::path& file, const std::string& place,
                                      const RestoreInto& into, const AttachmentFiles* files,
                                      const WorkReport& report = {});

// Into the log of the restored store: from which backup it is, and who restored it.
Result<void> note_restored(const Session& session, const std::string& file,
                           const BackupManifest& manifest);

}  // namespace taizhang::service
