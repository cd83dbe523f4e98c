// SPDX-License-Identifier: Apache-2.0
#include "service/attachments/attachment_files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include "base/file_error.hpp"
#include "base/limits.hpp"

namespace taizhang::service {

namespace fs = std::filesystem;

namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr std::size_t kBytesAtOnce = 256U << 10U;
constexpr std::size_t kFolderCharacters = 2;  // of the digest
constexpr std::string_view kPieces = "attachments/";

class Descriptor {
  public:
    Descriptor(const fs::path& path, int flags)
        : path_(path), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, kOwnerOnly)) {
        if (descriptor_ < 0) {
            throw_last(path_);
        }
    }
    ~Descriptor() { ::close(descriptor_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void sync() const {
        if (::fsync(descriptor_) != 0) {
            throw_last(path_);
        }
    }

  private:
    fs::path path_;
    int descriptor_;
};

void sync_folder(const fs::path& folder) {
    Descriptor(folder, O_RDONLY | O_DIRECTORY).sync();
}

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    return c >= 'a' && c <= 'f' ? std::optional(static_cast<unsigned>(c - 'a') + 10U)
                                : std::nullopt;
}

std::optional<Digest> digest_of_hex(std::string_view hex) {
    Digest digest{};
    if (hex.size() != 2 * digest.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const auto high = hex_digit(hex[2 * i]);
        const auto low = hex_digit(hex[2 * i + 1]);
        if (!high || !low) {
            return std::nullopt;
        }
        digest[i] = static_cast<std::uint8_t>(*high << 4U | *low);
    }
    return digest;
}

std::string split_hex(const Digest& digest) {
    const std::string hex = to_hex(digest);
    return hex.substr(0, kFolderCharacters) + "/" + hex.substr(kFolderCharacters);
}

// Nothing: it went meanwhile, or is no file.
std::optional<AttachmentFiles::Found> look_at(const fs::path& file, const Digest& digest) {
    struct stat status {};
    if (::lstat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    return AttachmentFiles::Found{
        digest, static_cast<std::uint64_t>(status.st_size),
        Instant{status.st_mtim.tv_sec * 1'000 + status.st_mtim.tv_nsec / 1'000'000}};
}

}  // namespace

FolderHold::FolderHold(const fs::path& folder, Kind kind)
    : descriptor_(::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly)) {
    if (descriptor_ < 0 && kind == Kind::Alone) {
        throw_last(folder / "lock");
    }
    if (descriptor_ < 0) {
        // Who may not write may still read; without the file itself nobody has taken any away yet.
        descriptor_ = ::open((folder / "lock").c_str(), O_RDONLY | O_CLOEXEC);
    }
    while (descriptor_ >= 0 &&
           ::flock(descriptor_, kind == Kind::Shared ? LOCK_SH : LOCK_EX) != 0) {
        if (errno != EINTR) {
            const int code = errno;
            ::close(descriptor_);
            throw std::system_error(code, std::generic_category(), (folder / "lock").string());
        }
    }
}

FolderHold::~FolderHold() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

FolderHold::FolderHold(FolderHold&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

AttachmentFiles::AttachmentFiles(fs::path folder) : folder_(std::move(folder)) {}

bool AttachmentFiles::exists() const {
    std::error_code ignored;
    return fs::is_directory(folder_, ignored);
}

Result<void> AttachmentFiles::prepare() const {
    std::error_code failed;
    if (fs::create_directories(folder_, failed) && !failed) {
        fs::permissions(folder_, fs::perms::owner_all, failed);
    }
    if (!failed) {
        fs::create_directories(incoming(), failed);
    }
    if (failed) {
        return fail(ErrorCode::Io, "附件文件夹用不了，检查磁盘空间和权限",
                    "attachments: " + failed.message());
    }
    return {};
}

bool AttachmentFiles::has_room() const {
    std::error_code failed;
    const auto space = fs::space(folder_, failed);
    return failed || space.available >= limits::kDoctorDiskBytesMin;
}

void AttachmentFiles::keep(const fs::path& file, const Digest& digest) const {
    const auto place = path_of(digest);
    Descriptor(file, O_RDONLY).sync();
    if (fs::create_directory(place.parent_path())) {
        fs::permissions(place.parent_path(), fs::perms::owner_all);
    }
    // Also where there is one: what is there may be damaged, and this is known to be right.
    fs::rename(file, place);
    sync_folder(place.parent_path());
    sync_folder(folder_);  // whoever made the folder within it may not have come so far
}

fs::path AttachmentFiles::path_of(const Digest& digest) const {
    return folder_ / split_hex(digest);
}

std::string AttachmentFiles::piece_name(const Digest& digest) {
    return std::string(kPieces) + split_hex(digest);
}

std::optional<Digest> AttachmentFiles::digest_of_piece(std::string_view name) {
    if (!name.starts_with(kPieces)) {
        return std::nullopt;
    }
    std::string hex(name.substr(kPieces.size()));
    if (hex.size() <= kFolderCharacters || hex[kFolderCharacters] != '/') {
        return std::nullopt;
    }
    hex.erase(kFolderCharacters, 1);
    return digest_of_hex(hex);
}

void AttachmentFiles::remove(const Digest& digest) const {
    std::error_code missing;
    fs::remove(path_of(digest), missing);
}

void AttachmentFiles::visit(const std::function<bool(const Found&)>& visit) const {
    std::error_code missing;
    for (const auto& part : fs::directory_iterator(folder_, missing)) {
        const std::string front = part.path().filename().string();
        if (front.size() != kFolderCharacters) {
            continue;
        }
        for (const auto& entry : fs::directory_iterator(part.path(), missing)) {
            const auto digest = digest_of_hex(front + entry.path().filename().string());
            const auto found = digest ? look_at(entry.path(), *digest) : std::nullopt;
            if (found && !visit(*found)) {
                return;
            }
        }
    }
}

std::int64_t AttachmentFiles::remove_incoming(Instant before) const {
    std::int64_t removed = 0;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(incoming(), missing)) {
        const auto found = look_at(entry.path(), {});
        if (found && found->changed_at < before) {
            std::error_code gone;
            removed += fs::remove(entry.path(), gone) ? 1 : 0;
        }
    }
    return removed;
}

Result<Digest> digest_of_file(const fs::path& file, const std::function<bool()>& go_on) {
    std::ifstream stream(file, std::ios::binary);
    Sha256 digest;
    std::string piece(kBytesAtOnce, '\0');
    while (stream) {
        stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        digest.add({piece.data(), static_cast<std::size_t>(stream.gcount())});
        if (go_on && !go_on()) {
            return fail(ErrorCode::Interrupted, "已停下", "stopped");
        }
    }
    if (!stream.eof()) {
        return fail(ErrorCode::Io, "附件的文件读不出来，检查磁盘", "cannot read an attachment");
    }
    return digest.finish();
}

}  // namespace taizhang::service
