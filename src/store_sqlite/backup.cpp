// SPDX-License-Identifier: Apache-2.0
// The database file as it is at one moment: SQLite copies the pages that one read transaction sees
// into a file beside the backup, while others write; from there they go into the backup.
#include <sqlite3.h>

#include <fstream>

#include "base/limits.hpp"
#include "store_sqlite/sqlite_store.hpp"
#include "store_sqlite/summary.hpp"

namespace taizhang::store_sqlite {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPieceName = "taizhang.db";
constexpr int kPagesAtOnce = 16;

tl::unexpected<Error> interrupted() {
    return fail(ErrorCode::Interrupted, "已停下，没有留下备份", "stopped");
}

class ScratchFile {
  public:
    explicit ScratchFile(fs::path path) : path_(std::move(path)) {}
    ~ScratchFile() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

// Nobody else may read the copy, nor put a file of his own in its place.
SQLite::Database create_private(const fs::path& file) {
    SQLite::Database copy(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    // It is thrown away when anything goes wrong.
    copy.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    return copy;
}

// Half of the work; the other half is to read the copy.
Result<void> copy_pages(Connection& source, const fs::path& file,
                        const store::BackupProgress& progress) {
    auto copy = create_private(file);
    const std::unique_ptr<sqlite3_backup, decltype(&sqlite3_backup_finish)> work(
        sqlite3_backup_init(copy.getHandle(), "main", source.database().getHandle(), "main"),
        sqlite3_backup_finish);
    int code = work ? SQLITE_OK : SQLITE_ERROR;
    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(work.get(), kPagesAtOnce);
        const std::int64_t all = sqlite3_backup_pagecount(work.get());
        if (progress && !progress(all - sqlite3_backup_remaining(work.get()), 2 * all)) {
            return interrupted();
        }
    }
    if (code != SQLITE_DONE) {
        throw SQLite::Exception(copy.getHandle(), code);
    }
    return {};
}

Result<void> give(const fs::path& file, store::BackupSink& sink,
                  const store::BackupProgress& progress) {
    const auto bytes = static_cast<std::int64_t>(fs::file_size(file));
    TZ_TRY(sink.begin(kPieceName, static_cast<std::uint64_t>(bytes)));
    std::ifstream stream(file, std::ios::binary);
    std::string block(limits::kBackupBlockBytes, '\0');
    std::int64_t done = 0;
    while (done < bytes) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        if (stream.gcount() == 0) {
            return fail(ErrorCode::Io, "备份的中间文件读不出来，检查磁盘", "cannot read the copy");
        }
        TZ_TRY(sink.write({block.data(), static_cast<std::size_t>(stream.gcount())}));
        done += stream.gcount();
        if (progress && !progress(bytes + done, 2 * bytes)) {
            return interrupted();
        }
    }
    return {};
}

}  // namespace

Result<store::StoreSummary> SqliteStore::back_up(store::BackupSink& sink,
                                                 const store::BackupProgress& progress) {
    Connection source(file_, Mode::ReadOnly);
    source.execute("BEGIN");
    // The first question sets the moment; as long as the transaction is open, the copy is of it.
    const auto summary = TZ_TRY(summary_of(source));
    const ScratchFile copy(sink.scratch_file());
    TZ_TRY(copy_pages(source, copy.path(), progress));
    source.execute("ROLLBACK");
    TZ_TRY(give(copy.path(), sink, progress));
    return summary;
}

}  // namespace taizhang::store_sqlite
