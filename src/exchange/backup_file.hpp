// SPDX-License-Identifier: Apache-2.0
// A backup as one file, which is a tar archive: manifest.json and its digest at the beginning,
// where they are read at once, and then the contents. Whatever is damaged or cut off is seen.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace taizhang::exchange {

// Of all behind the manifest.
struct BackupContents {
    std::uint64_t bytes = 0;
    Digest digest{};
};

// Readable by its owner alone, and under its name only when it is whole and on the disk.
class BackupWriter {
  public:
    // Conflict: there is such a file. `taken_at` in seconds.
    static Result<BackupWriter> create(const std::filesystem::path& file, std::int64_t taken_at);
    BackupWriter(BackupWriter&&) noexcept;
    BackupWriter& operator=(BackupWriter&&) = delete;
    ~BackupWriter();  // removes what was not finished

    // Beside the file, for a file that the caller makes and removes.
    std::filesystem::path scratch_file() const;

    Result<void> begin(const std::string& name, std::uint64_t bytes);
    Result<void> write(std::string_view bytes);  // of the file begun last
    Result<BackupContents> end_contents();
    // Less than kManifestBytes of JSON (backup_head.hpp).
    Result<void> write_manifest(std::string json);
    Result<void> commit();

  private:
    struct State;
    explicit BackupWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class BackupReader {
  public:
    // NotFound: no such file. Corrupt: it is no backup, or its manifest is damaged.
    static Result<BackupReader> open(const std::filesystem::path& file);
    BackupReader(BackupReader&&) noexcept;
    BackupReader& operator=(BackupReader&&) = delete;
    ~BackupReader();

    const std::string& manifest() const;  // JSON
    // Behind the manifest, as the file is long.
    std::uint64_t contents_bytes() const;

    // The next file; false behind the last.
    Result<bool> next(std::string& name, std::uint64_t& bytes);
    // Of the file that next() gave; empty at its end.
    Result<std::string> read(std::size_t bytes_max);
    // Reads what is left.
    Result<BackupContents> finish();

  private:
    struct State;
    explicit BackupReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace taizhang::exchange
