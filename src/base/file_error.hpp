// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace taizhang {

// What errno says, of that file.
[[noreturn]] inline void throw_last(const std::filesystem::path& file) {
    throw std::system_error(errno, std::generic_category(), file.string());
}

}  // namespace taizhang
