// SPDX-License-Identifier: Apache-2.0
#include "exchange/backup_file.hpp"
#include "service/backup/backup.hpp"

namespace taizhang::service {
namespace {

constexpr std::size_t kBytesAtOnce = 1U << 20U;

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

    Result<bool> next(std::string& name, std::uint64_t& bytes) override {
        return backup_.reader.next(name, bytes);
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
};

}  // namespace

Result<BackupManifest> check_backup(const std::filesystem::path& file, const WorkReport& report) {
    auto backup = TZ_TRY(open_backup(file));
    FileSource source(backup, file, report);
    std::string name;
    std::uint64_t bytes = 0;
    while (TZ_TRY(source.next(name, bytes))) {
        while (!TZ_TRY(source.read(kBytesAtOnce)).empty()) {
        }
    }
    TZ_TRY(source.check_digest());
    return std::move(backup.manifest);
}

Result<BackupManifest> restore_backup(const std::filesystem::path& file, const std::string& place,
                                      const RestoreInto& into, const WorkReport& report) {
    auto backup = TZ_TRY(open_backup(file));
    const auto& manifest = backup.manifest;
    FileSource source(backup, file, report);
    const auto check = [&](const store::StoreSummary& made) -> Result<void> {
        TZ_TRY(source.check_digest());
        return made == manifest.summary
                   ? Result<void>()
                   : Result<void>(damaged(file, "restored store is not the one of the manifest"));
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
