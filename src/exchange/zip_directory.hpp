// SPDX-License-Identifier: Apache-2.0
// How large the directory of a zip archive is, before anybody reads it into memory.
#pragma once

#include <cstdint>
#include <filesystem>

namespace taizhang::exchange {

struct ZipDirectory {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
};

// The greatest that any of the archive's end records allows: a reader chooses among several, and
// which one is not known here. Zero where there is none, or the file cannot be read.
ZipDirectory greatest_directory(const std::filesystem::path& path);

}  // namespace taizhang::exchange
