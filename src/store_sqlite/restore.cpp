// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/file_error.hpp"
#include "base/limits.hpp"
#include "store_sqlite/sqlite_store.hpp"
#include "store_sqlite/summary.hpp"

namespace taizhang::store_sqlite {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = 0600;

class Descriptor {
  public:
    Descriptor(const fs::path& file, int flags)
        : file_(file), descriptor_(::open(file.c_str(), flags | O_CLOEXEC, kOwnerOnly)) {
        if (descriptor_ < 0) {
            throw_last(file_);
        }
    }
    ~Descriptor() { ::close(descriptor_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR) {
                throw_last(file_);
            }
            bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
        }
    }
    void sync() const {
        if (::fsync(descriptor_) != 0) {
            throw_last(file_);
        }
    }

  private:
    fs::path file_;
    int descriptor_;
};

// A folder that was empty or not there, and is so again unless it is kept.
class NewFolder {
  public:
    explicit NewFolder(fs::path folder)
        : folder_(std::move(folder)), made_(fs::create_directories(folder_)) {}
    ~NewFolder() {
        if (kept_) {
            return;
        }
        std::error_code ignored;
        for (const auto* ending : {"", "-wal", "-shm"}) {
            fs::remove(part().string() + ending, ignored);
        }
        if (made_) {
            fs::remove(folder_, ignored);
        }
    }
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;

    fs::path part() const { return folder_ / "restored.part"; }
    void keep() {
        fs::rename(part(), folder_ / "taizhang.db");
        Descriptor(folder_, O_RDONLY | O_DIRECTORY).sync();
        kept_ = true;
    }

  private:
    fs::path folder_;
    bool made_;
    bool kept_ = false;
};

Result<void> write_database(store::BackupSource& source, const fs::path& file) {
    std::string name;
    std::uint64_t bytes = 0;
    if (!TZ_TRY(source.next(name, bytes)) || name != "taizhang.db") {
        return fail(ErrorCode::Corrupt, "备份里没有台账库", "no database in it");
    }
    const Descriptor target(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    for (;;) {
        const auto block = TZ_TRY(source.read(limits::kBackupBlockBytes));
        if (block.empty()) {
            break;
        }
        target.write(block);
    }
    target.sync();
    return {};
}

Result<store::StoreSummary> summary_of_file(const fs::path& file) {
    try {
        Connection connection(file, Mode::ReadWrite);
        return summary_of(connection);
    } catch (const SQLite::Exception& error) {
        return fail(ErrorCode::Corrupt, "备份里的台账库打不开，换一份备份", error.what());
    }
}

}  // namespace

Result<void> SqliteStore::restore(const fs::path& data_folder, store::BackupSource& source,
                                  const store::RestoreCheck& check) {
    if (fs::exists(data_folder) && (!fs::is_directory(data_folder) || !fs::is_empty(data_folder))) {
        return fail(ErrorCode::Conflict,
                    fmt::format("{} 不是空的，恢复到一个新文件夹", data_folder.string()),
                    "target is not empty");
    }
    NewFolder folder(data_folder);
    TZ_TRY(write_database(source, folder.part()));
    TZ_TRY(check(TZ_TRY(summary_of_file(folder.part()))));
    folder.keep();
    return {};
}

}  // namespace taizhang::store_sqlite
