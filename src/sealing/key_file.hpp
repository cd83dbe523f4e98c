// SPDX-License-Identifier: Apache-2.0
// The file of keys: lines of words, so that a person who must move it can see what it is.
//
//   taizhang keys 1
//   find aes-256-gcm 2026-05-31T00:30:05.123Z <64 hex digits>
//   seal aes-256-gcm 2026-05-31T00:30:05.123Z <64 hex digits>
//
// One line `find`; any number of lines `seal`, of which the last is the one in use.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "sealing/cipher.hpp"

namespace taizhang::sealing {

inline constexpr std::size_t kKeysMax = 1'000;  // of one file
inline constexpr std::size_t kKeyFileBytesMax = 256U << 10U;

struct StoredKey {
    Suite suite = Suite::Aes;
    Instant made_at;
    Secret secret;
};

struct StoredKeys {
    StoredKey find;
    std::vector<StoredKey> seal;  // the last is in use
};

// NotFound, Corrupt, or Forbidden where others than its owner can read it.
Result<StoredKeys> read_key_file(const std::filesystem::path& file);
// Conflict: there is one.
Result<void> create_key_file(const std::filesystem::path& file, const StoredKeys& keys);
// Adds a key at the end. One at a time: Conflict while another does so.
Result<StoredKeys> extend_key_file(const std::filesystem::path& file, const StoredKey& key);

}  // namespace taizhang::sealing
