// SPDX-License-Identifier: Apache-2.0
// Reads a zip archive somebody else made: one entry at a time, forward, within the limits of
// limits.hpp. The archive is never written and nothing is unpacked to disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct zip;
struct zip_file;

namespace taizhang::exchange {

class ZipEntry {
  public:
    // Fills the front of `buffer`; 0 at the end, where the checksum has been compared.
    Result<std::size_t> read(std::span<char> buffer);

    std::uint64_t bytes_read() const { return bytes_read_; }
    std::uint64_t bytes_total() const { return bytes_total_; }  // as the archive claims

  private:
    friend class ZipArchive;
    struct Closer {
        void operator()(zip_file* file) const;
    };

    ZipEntry() = default;

    std::shared_ptr<zip> archive_;  // first, because it must be closed last
    std::unique_ptr<zip_file, Closer> file_;
    std::string archive_name_;
    std::string name_;
    std::uint64_t bytes_read_ = 0;
    std::uint64_t bytes_total_ = 0;
    std::uint64_t bytes_compressed_ = 0;
    std::uint64_t bytes_max_ = 0;
};

// Not thread-safe. Entries keep the archive open, and may be read by turns.
class ZipArchive {
  public:
    static Result<ZipArchive> open(const std::filesystem::path& path);

    // Names in office packages differ in case and, from some writers, in the kind of slash.
    bool contains(const std::string& name) const;

    // InvalidInput when it is missing, Unsupported when encrypted, LimitExceeded when larger than
    // `bytes_max`.
    Result<ZipEntry> open_entry(const std::string& name, std::uint64_t bytes_max) const;

    const std::string& file_name() const { return file_name_; }

  private:
    ZipArchive() = default;

    std::int64_t index_of(const std::string& name) const;  // -1 when there is none
    bool has_twin(std::int64_t index) const;  // programs differ in which of them they read

    std::shared_ptr<zip> archive_;
    std::string file_name_;
};

// True when `bytes_read` bytes out of `bytes_compressed` can only be a zip bomb.
bool is_zip_bomb(std::uint64_t bytes_read, std::uint64_t bytes_compressed);

}  // namespace taizhang::exchange
