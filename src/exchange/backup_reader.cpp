// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cassert>
#include <fstream>

#include "exchange/backup_file.hpp"
#include "exchange/backup_head.hpp"
#include "exchange/source_error.hpp"

namespace taizhang::exchange {
namespace {

constexpr std::size_t kPassedOverBytes = 1U << 20U;  // at once

}  // namespace

struct BackupReader::State {
    explicit State(const std::filesystem::path& path)
        : file(path), stream(path, std::ios::binary) {}

    tl::unexpected<Error> damaged(const char* message, std::string log) const {
        return fail_file(ErrorCode::Corrupt, shown_name(file), message, std::move(log));
    }

    Result<std::string> take(std::size_t bytes) {
        std::string block(bytes, '\0');
        stream.read(block.data(), static_cast<std::streamsize>(bytes));
        if (static_cast<std::size_t>(stream.gcount()) != bytes) {
            return damaged("备份不完整，后面缺了一段，换一份备份", "file ends early");
        }
        return block;
    }

    // Of the contents: counted and digested.
    Result<std::string> take_contents(std::size_t bytes) {
        auto block = TZ_TRY(take(bytes));
        digest.add(block);
        contents.bytes += bytes;
        return block;
    }

    Result<void> pass_over(std::uint64_t bytes) {
        while (bytes > 0) {
            const auto piece = std::min<std::uint64_t>(bytes, kPassedOverBytes);
            TZ_TRY(take_contents(static_cast<std::size_t>(piece)));
            bytes -= piece;
        }
        return {};
    }

    std::filesystem::path file;
    std::ifstream stream;
    std::string manifest;
    std::uint64_t contents_bytes = 0;
    BackupContents contents;  // read so far
    Sha256 digest;
    std::uint64_t left = 0;     // of the file that was given last
    std::uint64_t padding = 0;  // behind it
    bool at_end = false;
};

BackupReader::BackupReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
BackupReader::BackupReader(BackupReader&&) noexcept = default;
BackupReader::~BackupReader() = default;

Result<BackupReader> BackupReader::open(const std::filesystem::path& file) {
    auto state = std::make_unique<State>(file);
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    if (failed || !state->stream) {
        return fail_file(ErrorCode::NotFound, shown_name(file), "没有这个备份文件，或不让读",
                         "cannot open: " + failed.message());
    }
    if (size < kBackupHeadBytes) {
        return state->damaged("不是 taizhang 的备份，或只剩开头一截", "shorter than its head");
    }
    const auto head = TZ_TRY(state->take(kBackupHeadBytes));
    auto manifest = read_backup_head(head);
    if (!manifest) {
        return state->damaged("不是 taizhang 的备份，或者清单损坏了，换一份备份",
                              "head is not of a backup");
    }
    state->manifest = std::move(*manifest);
    state->contents_bytes = size - kBackupHeadBytes;
    return BackupReader(std::move(state));
}

const std::string& BackupReader::manifest() const {
    return state_->manifest;
}

std::uint64_t BackupReader::contents_bytes() const {
    return state_->contents_bytes;
}

Result<bool> BackupReader::next(std::string& name, std::uint64_t& bytes) {
    if (state_->at_end) {
        return false;
    }
    TZ_TRY(state_->pass_over(state_->left + state_->padding));
    state_->left = 0;
    state_->padding = 0;
    const auto block = TZ_TRY(state_->take_contents(kTarBlockBytes));
    if (std::all_of(block.begin(), block.end(), [](char byte) { return byte == '\0'; })) {
        state_->at_end = true;
        return false;
    }
    auto header = read_tar_header(block);
    // What is longer than the file itself would be looked for in vain.
    if (!header || header->bytes > state_->contents_bytes) {
        return state_->damaged("备份损坏了，换一份备份", "bad header of a piece");
    }
    name = std::move(header->name);
    bytes = header->bytes;
    state_->left = bytes;
    state_->padding = tar_padding(bytes);
    return true;
}

Result<std::string> BackupReader::read(std::size_t bytes_max) {
    const auto bytes = std::min<std::uint64_t>(state_->left, bytes_max);
    state_->left -= bytes;
    return state_->take_contents(static_cast<std::size_t>(bytes));
}

Result<BackupContents> BackupReader::finish() {
    TZ_TRY(state_->pass_over(state_->contents_bytes - state_->contents.bytes));
    state_->contents.digest = state_->digest.finish();
    return state_->contents;
}

}  // namespace taizhang::exchange
