// SPDX-License-Identifier: Apache-2.0
// The folder with the files of records: ab/cdef… under the digest of their bytes. A file is there
// before the commit that tells of it, and goes only after the one that no longer does; what a crash
// leaves in between is found by taizhang purge (docs/decisions/0024-attachments.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

namespace taizhang::service {

// While it lives, nobody (Shared), or nobody else (Alone), takes files away. Of all processes that
// use the folder; waits for them.
class FolderHold {
  public:
    enum class Kind { Shared, Alone };

    FolderHold(const std::filesystem::path& folder, Kind kind);  // throws std::system_error
    ~FolderHold();
    FolderHold(FolderHold&& other) noexcept;
    FolderHold& operator=(FolderHold&&) = delete;

  private:
    int descriptor_;
};

// For many threads and processes.
class AttachmentFiles {
  public:
    // The folder is made when the first file comes.
    explicit AttachmentFiles(std::filesystem::path folder);

    const std::filesystem::path& folder() const { return folder_; }
    bool exists() const;
    // Makes it, readable by its owner alone. Io: cannot.
    Result<void> prepare() const;
    // For one more upload, and something besides.
    bool has_room() const;
    // Beside the files, on the same disk, for what is on its way in.
    std::filesystem::path incoming() const { return folder_ / "incoming"; }

    FolderHold hold(FolderHold::Kind kind) const { return {folder_, kind}; }

    // Moves a whole file of the same disk to its place, once its bytes are on the disk. Throws
    // std::system_error.
    void keep(const std::filesystem::path& file, const Digest& digest) const;
    std::filesystem::path path_of(const Digest& digest) const;
    // As a backup names it: attachments/ab/cdef…
    static std::string piece_name(const Digest& digest);
    static std::optional<Digest> digest_of_piece(std::string_view name);

    void remove(const Digest& digest) const;  // nothing where it is not there

    struct Found {
        Digest digest{};
        std::uint64_t bytes = 0;
        Instant changed_at;
    };
    // Every file that bears a digest for its name, in any order; false stops.
    void visit(const std::function<bool(const Found&)>& visit) const;
    // Of `incoming`, last changed before that; how many went.
    std::int64_t remove_incoming(Instant before) const;

  private:
    std::filesystem::path folder_;
};

// Of a file's bytes, whatever it is called. Io: it cannot be read. False of `go_on` stops:
// Interrupted.
Result<Digest> digest_of_file(const std::filesystem::path& file,
                              const std::function<bool()>& go_on = {});

}  // namespace taizhang::service
