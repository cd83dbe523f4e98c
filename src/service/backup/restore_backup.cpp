// SPDX-License-Identifier: Apache-2.0
#include "base/limits.hpp"
#include "exchange/backup_file.hpp"
#include "service/backup/backup.hpp"
#include "service/backup/backup_files.hpp"

namespace taizhang::service {
namespace {

tl::unexpected<Error> damaged(const std::filesystem::path& file, std::string log) {
    return fail_at(ErrorCode::Corrupt, SourcePlace{file.filename().string(), "", 0, "", "", ""},
                   "备份损坏了，内容与清单不符，换一份备份", std::move(log));
}

// A backup whose length is as its manifest says.
struct OpenBackup {
    exchange::BackupReader reader;
    BackupManifest manifest;
};

Result<OpenBackup> open_backup(const std::filesystem::path& file) {
    auto reader = TZ_TRY(exchange::BackupReader::open(file));
    auto manifest = TZ_TRY(read_manifest(reader.manifest()));
    if (reader.contents_bytes() < manifest.contents_bytes) {
        return fail_at(ErrorCode::Corrupt, SourcePlace{file.filename().string(), "", 0, "", "", ""},
                       "备份不完整，后面缺了一段，换一份备份", "file ends early");
    }
    if (reader.contents_bytes() > manifest.contents_bytes) {
        return damaged(file, "file is longer than its manifest says");
    }
    return OpenBackup{std::move(reader), std::move(manifest)};
}

class FileSource : public store::BackupSource {
  public:
    FileSource(OpenBackup& backup, const std::filesystem::path& file, const WorkReport& report)
        : backup_(backup), file_(file), report_(report) {}

    // The store's end with the first file of a record.
    Result<bool> next(std::string& name, std::uint64_t& bytes) override {
        if (file_piece_ || !TZ_TRY(backup_.reader.next(name, bytes))) {
            return false;
        }
        if (const auto digest = AttachmentFiles::digest_of_piece(name)) {
            file_piece_ = FilePiece{*digest, bytes};
        }
        return !file_piece_;
    }
    // Nothing: there are no more. Corrupt: it is something else.
    Result<std::optional<FilePiece>> next_file() {
        std::string name;
        std::uint64_t bytes = 0;
        if (!file_piece_ && TZ_TRY(next(name, bytes))) {
            return damaged(file_, "a piece that is none: " + name);
        }
        return std::exchange(file_piece_, std::nullopt);
    }
    // All files that come now; `files` nullptr: to look at them alone.
    Result<void> take_files(const AttachmentFiles* files) {
        std::int64_t count = 0;
        for (auto piece = TZ_TRY(next_file()); piece; piece = TZ_TRY(next_file())) {
            TZ_TRY(take_piece(
                *piece, [&](std::size_t most) { return read(most); }, files));
            ++count;
        }
        return count == backup_.manifest.attachments
                   ? Result<void>()
                   : Result<void>(damaged(file_, "not as many files as the manifest says"));
    }
    Result<std::string> read(std::size_t bytes_max) override {
        auto bytes = TZ_TRY(backup_.reader.read(bytes_max));
        done_ += static_cast<std::int64_t>(bytes.size());
        const double share =
            static_cast<double>(done_) / static_cast<double>(backup_.manifest.contents_bytes);
        if (report_ && !report_({done_ >> 20U, share})) {
            return fail(ErrorCode::Interrupted, "已停下，没有做完", "stopped");
        }
        return bytes;
    }
    Result<void> check_digest() {
        const auto contents = TZ_TRY(backup_.reader.finish());
        return contents.digest == backup_.manifest.contents_digest
                   ? Result<void>()
                   : Result<void>(damaged(file_, "digest of the contents differs"));
    }

  private:
    OpenBackup& backup_;
    const std::filesystem::path& file_;
    const WorkReport& report_;
    std::int64_t done_ = 0;
    std::optional<FilePiece> file_piece_;  // come to, not yet taken
};

// A folder of files that is as it was before, unless what came into it is to stay. In one that was
// there already, files that nothing refers to are purged some time.
class FilesRestored {
  public:
    explicit FilesRestored(const AttachmentFiles* files)
        : files_(files), made_(files != nullptr && !files->exists()) {}
    ~FilesRestored() {
        if (made_ && !kept_) {
            std::error_code ignored;
            std::filesystem::remove_all(files_->folder(), ignored);
        }
    }
    FilesRestored(const FilesRestored&) = delete;
    FilesRestored& operator=(const FilesRestored&) = delete;
    void keep() { kept_ = true; }

  private:
    const AttachmentFiles* files_;
    bool made_;
    bool kept_ = false;
};

}  // namespace

Result<BackupManifest> check_backup(const std::filesystem::path& file, const WorkReport& report) {
    auto backup = TZ_TRY(open_backup(file));
    FileSource source(backup, file, report);
    std::string name;
    std::uint64_t bytes = 0;
    while (TZ_TRY(source.next(name, bytes))) {
        while (!TZ_TRY(source.read(limits::kBackupBlockBytes)).empty()) {
        }
    }
    TZ_TRY(source.take_files(nullptr));
    TZ_TRY(source.check_digest());
    return std::move(backup.manifest);
}

Result<BackupManifest> restore_backup(const std::filesystem::path& file, const std::string& place,
                                      const RestoreInto& into, const AttachmentFiles* files,
                                      const WorkReport& report) {
    auto backup = TZ_TRY(open_backup(file));
    const auto& manifest = backup.manifest;
    if (manifest.attachments > 0 && files == nullptr) {
        return fail(ErrorCode::Unsupported, "备份里有附件，要用 --attachments 说明恢复到哪个文件夹",
                    "no folder of attachments");
    }
    FileSource source(backup, file, report);
    // Before the store has its name or is committed: a store never lacks its files.
    const auto check = [&](const store::StoreSummary& made) -> Result<void> {
        FilesRestored restored(files);
        if (manifest.attachments > 0) {
            TZ_TRY(files->prepare());
        }
        TZ_TRY(source.take_files(files));
        TZ_TRY(source.check_digest());
        if (made != manifest.summary) {
            return damaged(file, "restored store is not the one of the manifest");
        }
        restored.keep();
        return {};
    };
    auto restored = into(place, manifest.summary, source, check);
    if (!restored && restored.error().code == ErrorCode::Corrupt) {
        // What the damage made of it says less than where it is.
        restored.error().place = SourcePlace{file.filename().string(), "", 0, "", "", ""};
    }
    TZ_TRY(std::move(restored));
    return std::move(backup.manifest);
}

}  // namespace taizhang::service
