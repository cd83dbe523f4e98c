// SPDX-License-Identifier: Apache-2.0
#include "sealing/key_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/iso_instant.hpp"
#include "base/text.hpp"

namespace taizhang::sealing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHead = "taizhang keys 1";
constexpr std::string_view kFind = "find";
constexpr std::string_view kSeal = "seal";
constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kOthers = 0077;

class Descriptor {
  public:
    Descriptor(const fs::path& file, int flags)
        : descriptor_(::open(file.c_str(), flags | O_CLOEXEC, kOwnerOnly)), error_(errno) {}
    ~Descriptor() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    bool is_open() const { return descriptor_ >= 0; }
    int error() const { return error_; }
    int get() const { return descriptor_; }

  private:
    int descriptor_;
    int error_;
};

SourcePlace place_of(const fs::path& file, std::size_t line = 0) {
    return {file.string(), "", line, "", "", ""};
}

tl::unexpected<Error> corrupt(const fs::path& file, std::size_t line) {
    return fail_at(ErrorCode::Corrupt, place_of(file, line), "密钥文件写得不对，用保存的副本换上",
                   "not a key file");
}

tl::unexpected<Error> unwritable(const fs::path& file) {
    return fail_at(ErrorCode::Io, place_of(file), "密钥文件写不进去，检查文件夹、权限和磁盘空间",
                   "cannot write the key file");
}

std::string line_of(std::string_view kind, const StoredKey& key) {
    std::string hex = key.secret.hex();
    std::string line = fmt::format("{} {} {} {}\n", kind, suite_name(key.suite),
                                   format_iso_instant(key.made_at), hex);
    wipe(hex);
    return line;
}

std::optional<StoredKey> key_in(const std::vector<std::string>& words) {
    constexpr std::size_t kWords = 4;
    if (words.size() != kWords) {
        return std::nullopt;
    }
    const auto suite = suite_named(words[1]);
    const auto made_at = parse_iso_instant(words[2]);
    const auto secret = Secret::from_hex(words[3]);
    if (!suite || !made_at || !secret) {
        return std::nullopt;
    }
    return StoredKey{*suite, *made_at, *secret};
}

Result<StoredKeys> keys_in(const fs::path& file, const std::string& text) {
    auto lines = split(text, "\n");
    if (lines.empty() || lines.front() != kHead) {
        return corrupt(file, 1);
    }
    StoredKeys keys;
    bool findable = false;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i].empty()) {
            continue;
        }
        auto words = split(lines[i], " ");
        auto key = key_in(words);
        for (auto& word : words) {
            wipe(word);
        }
        const bool find = lines[i].starts_with(kFind) && !findable;
        const bool seal = lines[i].starts_with(kSeal);
        wipe(lines[i]);
        if (!key || keys.seal.size() == kKeysMax || !(find || seal)) {
            return corrupt(file, i + 1);
        }
        if (find) {
            keys.find = *key;
            findable = true;
        } else {
            keys.seal.push_back(*key);
        }
    }
    return findable && !keys.seal.empty() ? Result<StoredKeys>(std::move(keys))
                                          : Result<StoredKeys>(corrupt(file, lines.size()));
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0;
}

void sync_folder(const fs::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
    if (descriptor.is_open()) {
        ::fsync(descriptor.get());
    }
}

std::string text_of(const StoredKeys& keys) {
    std::string text(kHead);
    text += '\n';
    text += line_of(kFind, keys.find);
    for (const auto& key : keys.seal) {
        text += line_of(kSeal, key);
    }
    return text;
}

}  // namespace

Result<StoredKeys> read_key_file(const fs::path& file) {
    const Descriptor descriptor(file, O_RDONLY);
    struct stat state {};
    if (!descriptor.is_open() || ::fstat(descriptor.get(), &state) != 0) {
        const bool missing = descriptor.error() == ENOENT || descriptor.error() == ENOTDIR;
        return fail_at(missing ? ErrorCode::NotFound : ErrorCode::Io, place_of(file),
                       missing ? "没有密钥文件" : "密钥文件读不了，检查权限",
                       "cannot read the key file");
    }
    if ((state.st_mode & kOthers) != 0) {
        return fail_at(ErrorCode::Forbidden, place_of(file),
                       fmt::format("密钥文件别人也能读，先 chmod 600 {}", file.string()),
                       "key file is open to others");
    }
    std::string text(kKeyFileBytesMax + 1, '\0');
    std::size_t length = 0;
    for (ssize_t got = 1; got != 0 && length < text.size();) {
        got = ::read(descriptor.get(), text.data() + length, text.size() - length);
        if (got < 0 && errno != EINTR) {
            return fail_at(ErrorCode::Io, place_of(file), "密钥文件读不了，检查磁盘",
                           "cannot read the key file");
        }
        length += got < 0 ? 0 : static_cast<std::size_t>(got);
    }
    std::string content = text.substr(0, length);
    wipe(text);
    auto keys =
        length > kKeyFileBytesMax ? Result<StoredKeys>(corrupt(file, 0)) : keys_in(file, content);
    wipe(content);
    return keys;
}

Result<void> create_key_file(const fs::path& file, const StoredKeys& keys) {
    std::error_code ignored;
    if (file.has_parent_path()) {
        fs::create_directories(file.parent_path(), ignored);
    }
    std::string text = text_of(keys);
    bool written = false;
    {
        const Descriptor descriptor(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
        if (!descriptor.is_open() && descriptor.error() == EEXIST) {
            wipe(text);
            return fail_at(ErrorCode::Conflict, place_of(file), "已有密钥文件，不能覆盖",
                           "key file exists");
        }
        written = descriptor.is_open() && write_all(descriptor.get(), text);
        if (descriptor.is_open() && !written) {
            fs::remove(file, ignored);
        }
    }
    wipe(text);
    if (!written) {
        return unwritable(file);
    }
    sync_folder(file);
    return {};
}

Result<StoredKeys> extend_key_file(const fs::path& file, const StoredKey& key) {
    const fs::path next = file.string() + ".new";
    // It shuts out everybody else who would add one, whose key would be lost.
    const Descriptor descriptor(next, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (!descriptor.is_open()) {
        return descriptor.error() != EEXIST
                   ? Result<StoredKeys>(unwritable(next))
                   : Result<StoredKeys>(
                         fail_at(ErrorCode::Conflict, place_of(next),
                                 "正在换密钥。确定没有别人在换，就删掉这个没写完的文件再来",
                                 "in progress"));
    }
    std::error_code failed;
    auto keys = read_key_file(file);
    if (keys && keys->seal.size() < kKeysMax) {
        keys->seal.push_back(key);
        std::string text = text_of(*keys);
        const bool written = write_all(descriptor.get(), text);
        wipe(text);
        if (written) {
            fs::rename(next, file, failed);
            if (!failed) {
                sync_folder(file);
                return keys;
            }
        }
        keys = unwritable(file);
    } else if (keys) {
        keys = fail_at(ErrorCode::LimitExceeded, place_of(file), "密钥太多了", "too many keys");
    }
    fs::remove(next, failed);
    return keys;
}

}  // namespace taizhang::sealing
