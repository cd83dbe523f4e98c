// SPDX-License-Identifier: Apache-2.0
// The beginning of a backup: the manifest in a place of fixed size, so that it can be written last,
// and its digest as sha256sum writes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "exchange/tar_header.hpp"

namespace taizhang::exchange {

inline constexpr std::size_t kManifestBytes = 4'096;
inline constexpr std::size_t kManifestDigestBytes = 80;  // 64 digits, two blanks, the name, a line
inline constexpr std::size_t kBackupHeadBytes =
    kTarBlockBytes + kManifestBytes + kTarBlockBytes + kTarBlockBytes;

// `manifest` has at most kManifestBytes - 1.
std::string backup_head(std::string manifest, std::int64_t taken_at);
// The manifest; nothing where a bit of the head is not as backup_head() writes it.
std::optional<std::string> read_backup_head(std::string_view head);

}  // namespace taizhang::exchange
