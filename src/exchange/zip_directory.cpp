// SPDX-License-Identifier: Apache-2.0
#include "exchange/zip_directory.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>

namespace taizhang::exchange {
namespace {

// APPNOTE.TXT 4.3.14 to 4.3.16. An end record is followed by a comment of at most 64 KiB.
constexpr std::string_view kEnd = "PK\x05\x06";
constexpr std::string_view kWideLocator = "PK\x06\x07";
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kWideLocatorBytes = 20;
constexpr std::size_t kWideEndBytes = 56;
constexpr std::size_t kTailBytes = 0xFFFF + kEndBytes + kWideLocatorBytes;
constexpr std::uint64_t kInWideEnd = 0xFFFFFFFF;  // its place stands in the other record

std::uint64_t little_endian_at(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = size; i > 0; --i) {
        value = value << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
    }
    return value;
}

std::string read_at(std::ifstream& file, std::uint64_t offset, std::size_t size) {
    std::string bytes(size, '\0');
    file.clear();
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    return bytes;
}

// The directory stands between `begin` and its end record. A reader may go on to there whatever
// size is written.
void take(ZipDirectory& greatest, std::uint64_t entries, std::uint64_t begin, std::uint64_t end) {
    greatest.entries = std::max(greatest.entries, entries);
    greatest.bytes = std::max(greatest.bytes, end > begin ? end - begin : 0);
}

}  // namespace

ZipDirectory greatest_directory(const std::filesystem::path& path) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(path, failed);
    std::ifstream file(path, std::ios::binary);
    ZipDirectory greatest;
    if (failed || !file) {
        return greatest;
    }
    const auto tail_at = size > kTailBytes ? size - kTailBytes : 0;
    const auto tail = read_at(file, tail_at, kTailBytes);
    for (auto at = tail.find(kEnd); at < tail.size(); at = tail.find(kEnd, at + 1)) {
        if (tail.size() - at >= kEndBytes) {
            const auto begin = little_endian_at(tail, at + 16, 4);
            take(greatest, little_endian_at(tail, at + 10, 2), begin,
                 begin == kInWideEnd ? 0 : tail_at + at);
        }
    }
    for (auto at = tail.find(kWideLocator); at < tail.size();
         at = tail.find(kWideLocator, at + 1)) {
        if (tail.size() - at < kWideLocatorBytes) {
            break;
        }
        const auto end_at = little_endian_at(tail, at + 8, 8);
        const auto end = read_at(file, end_at, kWideEndBytes);
        if (end.size() == kWideEndBytes) {
            take(greatest, little_endian_at(end, 32, 8), little_endian_at(end, 48, 8), end_at);
        }
    }
    return greatest;
}

}  // namespace taizhang::exchange
