// SPDX-License-Identifier: Apache-2.0
#include "exchange/content_kind.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <system_error>

#include "exchange/source_error.hpp"

namespace taizhang::exchange {
namespace {

constexpr std::size_t kSampleBytes = 1024;
constexpr std::size_t kDirectoryBytes = 4096;

struct Signature {
    std::string_view bytes;
    ContentKind kind;
};

constexpr Signature kSignatures[] = {
    {"PK\x03\x04", ContentKind::Zip},
    {"PK\x05\x06", ContentKind::Zip},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ContentKind::CompoundFile},
    {"%PDF-", ContentKind::Pdf},
    {"\x89PNG", ContentKind::Image},
    {"\xFF\xD8\xFF", ContentKind::Image},
    {"GIF8", ContentKind::Image},
    {"Rar!\x1A", ContentKind::OtherArchive},
    {"7z\xBC\xAF\x27", ContentKind::OtherArchive},
    {"\x1F\x8B", ContentKind::OtherArchive},
};

constexpr std::string_view kMarkupStarts[] = {"<!doctype", "<html", "<?xml", "<table",
                                              "<head",     "<meta", "<style"};

std::string without_blank_front(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    std::string result(text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size())));
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
        value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    }
    return value;
}

// [MS-CFB] 2.2: byte 0x1E holds the sector size as a power of two, 0x30 the sector of the
// directory, whose entries begin with their names in UTF-16.
std::string directory_of(std::ifstream& file, std::string_view header) {
    constexpr std::size_t kHeaderBytes = 0x34;
    if (header.size() < kHeaderBytes) {
        return "";
    }
    const auto shift = little_endian(header, 0x1E, 2);
    if (shift < 9 || shift > 12) {
        return "";
    }
    const auto sector = std::uint64_t{little_endian(header, 0x30, 4)};
    std::string directory(kDirectoryBytes, '\0');
    file.clear();
    file.seekg(static_cast<std::streamoff>((sector + 1) << shift));
    file.read(directory.data(), static_cast<std::streamsize>(directory.size()));
    directory.resize(static_cast<std::size_t>(file.gcount()));
    return directory;
}

bool names(std::string_view directory, std::string_view entry) {
    std::string wanted;
    for (const char c : entry) {
        wanted += c;
        wanted += '\0';
    }
    return directory.find(wanted) != std::string_view::npos;
}

}  // namespace

bool compound_file_names(const std::filesystem::path& path, std::string_view entry) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, kSampleBytes> sample{};
    file.read(sample.data(), sample.size());
    const std::string_view header(sample.data(), static_cast<std::size_t>(file.gcount()));
    return names(directory_of(file, header), entry);
}

ContentKind kind_of_bytes(std::string_view beginning) {
    for (const auto& signature : kSignatures) {
        if (beginning.starts_with(signature.bytes)) {
            return signature.kind;
        }
    }
    const auto text = without_blank_front(beginning);
    const bool markup = std::ranges::any_of(
        kMarkupStarts, [&](std::string_view start) { return text.starts_with(start); });
    return markup ? ContentKind::Markup : ContentKind::Text;
}

Result<ContentKind> content_kind(const std::filesystem::path& path) {
    const auto name = shown_name(path);
    std::error_code code;
    const auto status = std::filesystem::status(path, code);
    if (!std::filesystem::exists(status)) {
        return fail_file(ErrorCode::NotFound, name, "找不到文件", "table: no such file");
    }
    if (!std::filesystem::is_regular_file(status)) {
        return fail_file(ErrorCode::InvalidInput, name, "这不是一个文件",
                         "table: not a regular file");
    }
    std::ifstream file(path, std::ios::binary);
    std::array<char, kSampleBytes> sample{};
    file.read(sample.data(), sample.size());
    const std::string_view beginning(sample.data(), static_cast<std::size_t>(file.gcount()));
    if (!file.is_open() || file.bad()) {
        return fail_file(ErrorCode::Io, name, "文件无法读取", "table: cannot read");
    }
    if (beginning.empty()) {
        return fail_file(ErrorCode::InvalidInput, name, "文件是空的", "table: empty file");
    }
    const auto kind = kind_of_bytes(beginning);
    // An encrypted package is named among the first.
    if (kind == ContentKind::CompoundFile &&
        names(directory_of(file, beginning), "EncryptedPackage")) {
        return ContentKind::EncryptedCompoundFile;
    }
    return kind;
}

}  // namespace taizhang::exchange
