// SPDX-License-Identifier: Apache-2.0
// Tells whether somebody wrote to a file meanwhile.
#pragma once

#include <cstdint>
#include <filesystem>

namespace taizhang::service {

struct FileStamp {
    std::uintmax_t bytes = 0;
    std::filesystem::file_time_type written;

    bool operator==(const FileStamp&) const = default;

    // That of nothing, where the file is gone.
    static FileStamp of(const std::filesystem::path& file) {
        std::error_code gone;
        FileStamp stamp;
        stamp.bytes = std::filesystem::file_size(file, gone);
        stamp.written = std::filesystem::last_write_time(file, gone);
        return stamp;
    }
};

}  // namespace taizhang::service
