// SPDX-License-Identifier: Apache-2.0
// The files of records in a backup: pieces behind those of the store, each under its digest.
#pragma once

#include <optional>

#include "exchange/backup_file.hpp"
#include "service/attachments/attachment_files.hpp"
#include "service/progress.hpp"
#include "service/session.hpp"

namespace taizhang::service {

// Nobody takes files away while it lives; nothing where there are none. Unsupported: there are, but
// nobody has said in which folder.
Result<std::optional<FolderHold>> hold_files(const Session& session);

struct FilesBackedUp {
    std::int64_t files = 0;
    std::int64_t bytes = 0;
    std::int64_t missing = 0;
};

// All that the store refers to, while they are held.
Result<FilesBackedUp> back_up_files(const Session& session, exchange::BackupWriter& writer,
                                    const WorkReport& report);

// One piece of a backup, as its reader comes to it.
struct FilePiece {
    Digest digest{};
    std::uint64_t bytes = 0;
};
// At most so many bytes of it; empty at its end.
using ReadPiece = std::function<Result<std::string>(std::size_t bytes_max)>;

// Corrupt: its bytes are not those of its name. Without `files` it is read and compared alone.
Result<void> take_piece(const FilePiece& piece, const ReadPiece& read,
                        const AttachmentFiles* files);

}  // namespace taizhang::service
