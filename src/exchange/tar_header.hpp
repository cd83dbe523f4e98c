// SPDX-License-Identifier: Apache-2.0
// The 512 bytes before each file of a tar archive (POSIX.1-1988 "ustar"; sizes above 8 GiB as GNU
// tar writes them).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taizhang::exchange {

inline constexpr std::size_t kTarBlockBytes = 512;
inline constexpr std::size_t kTarNameBytesMax = 100;

struct TarHeader {
    std::string name;  // at most kTarNameBytesMax
    std::uint64_t bytes = 0;
    std::int64_t modified_at = 0;  // seconds
};

std::string tar_header(const TarHeader& header);
// Nothing: it is none that tar_header() writes, to the last bit.
std::optional<TarHeader> read_tar_header(std::string_view block);

// Of the zeros behind a file of that size.
constexpr std::uint64_t tar_padding(std::uint64_t bytes) {
    return (kTarBlockBytes - bytes % kTarBlockBytes) % kTarBlockBytes;
}

}  // namespace taizhang::exchange
