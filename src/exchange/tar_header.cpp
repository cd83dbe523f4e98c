// SPDX-License-Identifier: Apache-2.0
#include "exchange/tar_header.hpp"

#include <fmt/format.h>

namespace taizhang::exchange {
namespace {

constexpr std::size_t kModeAt = 100;
constexpr std::size_t kOwnerAt = 108;
constexpr std::size_t kGroupAt = 116;
constexpr std::size_t kSizeAt = 124;
constexpr std::size_t kTimeAt = 136;
constexpr std::size_t kNumberBytes = 12;
constexpr std::size_t kSumAt = 148;
constexpr std::size_t kSumBytes = 8;
constexpr std::size_t kTypeAt = 156;
constexpr std::size_t kMagicAt = 257;
constexpr std::uint64_t kOctalMax = (1ULL << 33U) - 1;  // of eleven digits

void put(std::string& block, std::size_t at, std::string_view text) {
    block.replace(at, text.size(), text);
}

std::uint64_t base_256(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes) {
        number = number << 8U | static_cast<unsigned char>(byte);
    }
    return number;
}

std::string size_field(std::uint64_t bytes) {
    if (bytes <= kOctalMax) {
        return fmt::format("{:011o}", bytes);
    }
    std::string field(kNumberBytes, '\0');
    field[0] = static_cast<char>(0x80);
    for (std::size_t i = 0; i < sizeof bytes; ++i) {
        field[kNumberBytes - 1 - i] = static_cast<char>(bytes >> (8 * i));
    }
    return field;
}

std::optional<std::uint64_t> read_number(std::string_view field) {
    if (static_cast<unsigned char>(field[0]) == 0x80) {
        return base_256(field.substr(field.size() - sizeof(std::uint64_t)));
    }
    std::uint64_t number = 0;
    for (const char digit : field.substr(0, field.size() - 1)) {
        if (digit < '0' || digit > '7') {
            return std::nullopt;
        }
        number = number << 3U | static_cast<std::uint64_t>(digit - '0');
    }
    return number;
}

}  // namespace

std::string tar_header(const TarHeader& header) {
    std::string block(kTarBlockBytes, '\0');
    put(block, 0, header.name);
    put(block, kModeAt, "0000600");
    put(block, kOwnerAt, "0000000");
    put(block, kGroupAt, "0000000");
    put(block, kSizeAt, size_field(header.bytes));
    put(block, kTimeAt, fmt::format("{:011o}", header.modified_at));
    put(block, kSumAt, std::string(kSumBytes, ' '));
    put(block, kTypeAt, "0");
    put(block, kMagicAt,
        std::string_view("ustar\0"
                         "00",
                         8));
    unsigned sum = 0;
    for (const char byte : block) {
        sum += static_cast<unsigned char>(byte);
    }
    put(block, kSumAt, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
    return block;
}

std::optional<TarHeader> read_tar_header(std::string_view block) {
    if (block.size() != kTarBlockBytes) {
        return std::nullopt;
    }
    TarHeader header;
    header.name = block.substr(0, kTarNameBytesMax);
    header.name.resize(std::min(header.name.size(), header.name.find('\0')));
    const auto bytes = read_number(block.substr(kSizeAt, kNumberBytes));
    const auto seconds = read_number(block.substr(kTimeAt, kNumberBytes));
    if (header.name.empty() || !bytes || !seconds || *seconds > kOctalMax) {
        return std::nullopt;
    }
    header.bytes = *bytes;
    header.modified_at = static_cast<std::int64_t>(*seconds);
    return tar_header(header) == block ? std::optional(header) : std::nullopt;
}

}  // namespace taizhang::exchange
