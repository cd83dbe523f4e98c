// SPDX-License-Identifier: Apache-2.0
#include "service/backup/backup_files.hpp"

#include <fmt/format.h>

#include <fstream>

#include "base/limits.hpp"
#include "exchange/unfinished_file.hpp"

namespace taizhang::service {
namespace {

Result<std::vector<Digest>> digests_after(const Session& session, const Digest& after) {
    std::vector<Digest> digests;
    TZ_TRY(session.store.read([&](store::ReadTx& tx) -> Result<void> {
        digests = tx.attachments().digests_after(after, limits::kAttachmentsAtOnce);
        return {};
    }));
    return digests;
}

Result<void> copy(const std::filesystem::path& file, const Digest& digest, std::uint64_t bytes,
                  exchange::BackupWriter& writer) {
    TZ_TRY(writer.begin(AttachmentFiles::piece_name(digest), bytes));
    std::ifstream stream(file, std::ios::binary);
    std::string piece(limits::kBackupBlockBytes, '\0');
    for (std::uint64_t done = 0; done < bytes;) {
        const auto wanted = std::min<std::uint64_t>(bytes - done, piece.size());
        stream.read(piece.data(), static_cast<std::streamsize>(wanted));
        if (stream.gcount() == 0) {
            return fail(ErrorCode::Io, "附件的文件读不出来，检查磁盘", "an attachment ends early");
        }
        TZ_TRY(writer.write({piece.data(), static_cast<std::size_t>(stream.gcount())}));
        done += static_cast<std::uint64_t>(stream.gcount());
    }
    return {};
}

tl::unexpected<Error> not_its_bytes() {
    return fail(ErrorCode::Corrupt, "备份里的附件损坏了，换一份备份",
                "a piece is not what its name says");
}

}  // namespace

Result<std::optional<FolderHold>> hold_files(const Session& session) {
    const bool any = !TZ_TRY(digests_after(session, {})).empty();
    if (any && session.files == nullptr) {
        return fail(ErrorCode::Unsupported, "库里有附件，要用 --attachments 说明附件文件夹",
                    "no folder of attachments");
    }
    if (session.files == nullptr || !session.files->exists()) {
        return std::optional<FolderHold>();
    }
    return std::optional<FolderHold>(session.files->hold(FolderHold::Kind::Shared));
}

Result<FilesBackedUp> back_up_files(const Session& session, exchange::BackupWriter& writer,
                                    const WorkReport& report) {
    FilesBackedUp all;
    if (session.files == nullptr) {
        return all;
    }
    Digest last{};
    for (auto digests = TZ_TRY(digests_after(session, last)); !digests.empty();
         digests = TZ_TRY(digests_after(session, last))) {
        for (const auto& digest : digests) {
            const auto file = session.files->path_of(digest);
            std::error_code missing;
            const auto bytes = std::filesystem::file_size(file, missing);
            last = digest;
            if (missing) {
                ++all.missing;
                continue;
            }
            TZ_TRY(copy(file, digest, bytes, writer));
            ++all.files;
            all.bytes += static_cast<std::int64_t>(bytes);
            if (report && !report({all.files, 1.0})) {
                return fail(ErrorCode::Interrupted, "已停下，没有留下备份", "stopped");
            }
        }
    }
    return all;
}

Result<void> take_piece(const FilePiece& piece, const ReadPiece& read,
                        const AttachmentFiles* files) {
    std::optional<exchange::UnfinishedFile> part;
    std::ofstream stream;
    if (files != nullptr) {
        part.emplace(files->incoming() / to_hex(piece.digest));
        stream.open(part->path(), std::ios::binary);
    }
    Sha256 digest;
    for (auto bytes = TZ_TRY(read(limits::kBackupBlockBytes)); !bytes.empty();
         bytes = TZ_TRY(read(limits::kBackupBlockBytes))) {
        digest.add(bytes);
        if (part) {
            stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        }
    }
    if (digest.finish() != piece.digest) {
        return not_its_bytes();
    }
    if (part) {
        stream.close();
        if (!stream) {
            return fail(ErrorCode::Io, "附件写不进去，检查磁盘空间", "cannot write an attachment");
        }
        std::filesystem::permissions(
            part->path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        files->keep(part->path(), piece.digest);
    }
    return {};
}

}  // namespace taizhang::service
