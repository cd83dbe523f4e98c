// SPDX-License-Identifier: Apache-2.0
#include "http/upload_file.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/file_error.hpp"

namespace taizhang::http {
namespace {

std::string random_name() {
    std::array<unsigned char, 16> random{};
    if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
        throw std::runtime_error("no random bytes");
    }
    std::string name = "upload-";
    for (const unsigned char byte : random) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        name += kDigits[byte >> 4U];
        name += kDigits[byte & 15U];
    }
    return name;
}

}  // namespace

UploadFile::UploadFile(const std::filesystem::path& folder) : path_(folder / random_name()) {
    constexpr int kOwnerOnly = 0600;
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
    if (descriptor_ < 0) {
        throw_last(path_);
    }
}

UploadFile::~UploadFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
    std::error_code moved_away;
    std::filesystem::remove(path_, moved_away);
}

void UploadFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            throw_last(path_);
        }
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
}

void UploadFile::close() {
    const int closed = ::close(std::exchange(descriptor_, -1));
    if (closed != 0) {
        throw_last(path_);
    }
}

}  // namespace taizhang::http
