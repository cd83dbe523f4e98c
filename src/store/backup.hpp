// SPDX-License-Identifier: Apache-2.0
// A whole store as named pieces of bytes, for a file that another store is made from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

namespace taizhang::store {

// The kinds of contents, as a manifest names them. One is not read by the other's adapter.
inline constexpr std::string_view kSqliteContents = "sqlite";
inline constexpr std::string_view kPostgresContents = "postgresql";

// What a store holds at one moment, in few numbers: two that agree in all of them are equal as far
// as the seals reach.
struct StoreSummary {
    std::string contents;     // the kind of it
    std::int64_t schema = 0;  // number of the last migration
    std::string office_code;
    std::string office_name;
    std::int64_t records = 0;  // of every ledger, removed ones too
    std::int64_t events = 0;   // of the audit log
    std::int64_t seals = 0;
    std::int64_t last_sealed = 0;        // seq
    Digest last_seal{};                  // the head of the chain; zeros without any
    std::vector<std::string> keys = {};  // by name: without them personal fields cannot be read

    bool operator==(const StoreSummary&) const = default;
};

// Over all of them; two stores with one digest say the same.
Digest summary_digest(const StoreSummary& summary);

// Takes the pieces in their order.
class BackupSink {
  public:
    virtual ~BackupSink() = default;
    // A piece of so many bytes, which follow in any number of parts.
    virtual Result<void> begin(const std::string& name, std::uint64_t bytes) = 0;
    virtual Result<void> write(std::string_view bytes) = 0;
    // A name where nothing is, on the disk that the pieces go to, for a file of the adapter's own.
    virtual std::filesystem::path scratch_file() = 0;
};

// Gives them again, in the same order.
class BackupSource {
  public:
    virtual ~BackupSource() = default;
    // The next piece; false behind the last. What was not read of the one before is passed over.
    virtual Result<bool> next(std::string& name, std::uint64_t& bytes) = 0;
    // At most so many bytes of the piece; empty at its end.
    virtual Result<std::string> read(std::size_t bytes_max) = 0;
};

// Told now and then how much of how much is done; false stops the work.
using BackupProgress = std::function<bool(std::int64_t done, std::int64_t all)>;

// Looks at what was made before it becomes a store; an error leaves nothing of it.
using RestoreCheck = std::function<Result<void>(const StoreSummary&)>;

// A backup that was taken, as the store it was taken of remembers it.
struct BackupTaken {
    Instant taken_at;
    std::string file;

    bool operator==(const BackupTaken&) const = default;
};

}  // namespace taizhang::store
