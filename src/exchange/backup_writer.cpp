// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstring>

#include "exchange/backup_file.hpp"
#include "exchange/backup_head.hpp"
#include "exchange/source_error.hpp"
#include "exchange/unfinished_file.hpp"

namespace taizhang::exchange {
namespace {

constexpr mode_t kOwnerOnly = 0600;

tl::unexpected<Error> there_already(const std::filesystem::path& file) {
    return fail_file(ErrorCode::Conflict, shown_name(file),
                     "已有这个文件，备份不覆盖旧的，换一个名字", "backup exists");
}

// A name is durable when its folder is.
bool sync_folder_of(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return synced;
}

}  // namespace

struct BackupWriter::State {
    State(const std::filesystem::path& file, std::int64_t moment)
        : final_path(file), unfinished(file), taken_at(moment) {}
    ~State() {
        if (descriptor >= 0) {
            ::close(descriptor);
        }
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    Result<void> put(std::string_view bytes, std::uint64_t at) const {
        while (!bytes.empty()) {
            const auto written =
                ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(at));
            if (written < 0 && errno != EINTR) {
                return unfinished.fail_io(std::strerror(errno));
            }
            const auto count = static_cast<std::size_t>(written < 0 ? 0 : written);
            bytes.remove_prefix(count);
            at += count;
        }
        return {};
    }

    Result<void> append(std::string_view bytes) {
        TZ_TRY(put(bytes, kBackupHeadBytes + contents.bytes));
        digest.add(bytes);
        contents.bytes += bytes.size();
        return {};
    }

    std::filesystem::path final_path;
    UnfinishedFile unfinished;
    std::int64_t taken_at = 0;
    int descriptor = -1;
    BackupContents contents;
    Sha256 digest;
    std::uint64_t left = 0;     // of the file begun last
    std::uint64_t padding = 0;  // behind it
};

BackupWriter::BackupWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
BackupWriter::BackupWriter(BackupWriter&&) noexcept = default;
BackupWriter::~BackupWriter() = default;

Result<BackupWriter> BackupWriter::create(const std::filesystem::path& file,
                                          std::int64_t taken_at) {
    if (std::filesystem::exists(file)) {
        return there_already(file);
    }
    auto state = std::make_unique<State>(file, taken_at);
    state->descriptor = ::open(state->unfinished.path().c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly);
    if (state->descriptor < 0) {
        return state->unfinished.fail_io(std::strerror(errno));
    }
    return BackupWriter(std::move(state));
}

std::filesystem::path BackupWriter::scratch_file() const {
    return state_->unfinished.path().string() + ".copy";
}

Result<void> BackupWriter::begin(const std::string& name, std::uint64_t bytes) {
    assert(state_->left == 0 && name.size() <= kTarNameBytesMax);
    TZ_TRY(state_->append(std::string(state_->padding, '\0')));
    state_->left = bytes;
    state_->padding = tar_padding(bytes);
    return state_->append(tar_header({name, bytes, state_->taken_at}));
}

Result<void> BackupWriter::write(std::string_view bytes) {
    assert(bytes.size() <= state_->left);
    state_->left -= bytes.size();
    return state_->append(bytes);
}

Result<BackupContents> BackupWriter::end_contents() {
    assert(state_->left == 0);
    TZ_TRY(state_->append(std::string(state_->padding + 2 * kTarBlockBytes, '\0')));
    state_->contents.digest = state_->digest.finish();
    return state_->contents;
}

Result<void> BackupWriter::write_manifest(std::string json) {
    if (json.size() >= kManifestBytes) {
        return fail(ErrorCode::LimitExceeded, fmt::format("备份清单超过 {} 字节", kManifestBytes),
                    "manifest is too long");
    }
    return state_->put(backup_head(std::move(json), state_->taken_at), 0);
}

Result<void> BackupWriter::commit() {
    if (::fsync(state_->descriptor) != 0) {
        return state_->unfinished.fail_io(std::strerror(errno));
    }
    if (std::filesystem::exists(state_->final_path)) {
        return there_already(state_->final_path);
    }
    TZ_TRY(state_->unfinished.commit());
    return sync_folder_of(state_->final_path)
               ? Result<void>()
               : Result<void>(state_->unfinished.fail_io(std::strerror(errno)));
}

}  // namespace taizhang::exchange
