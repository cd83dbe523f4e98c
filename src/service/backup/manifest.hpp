// SPDX-License-Identifier: Apache-2.0
// What a backup says of itself: of which store it is, of which moment, and the digest of all of it.
#pragma once

#include <string>

#include "store/store.hpp"

namespace taizhang::service {

struct BackupManifest {
    std::string program;  // the version that wrote it
    Instant taken_at;
    store::StoreSummary summary;
    std::int64_t attachments = 0;       // files of records
    std::int64_t attachment_bytes = 0;  // of them all
    std::uint64_t contents_bytes = 0;   // behind the manifest
    Digest contents_digest{};           // SHA-256 of them
};

std::string manifest_json(const BackupManifest& manifest);
// Unsupported: a later program wrote it. Corrupt: it does not say what it must.
Result<BackupManifest> read_manifest(const std::string& json);

}  // namespace taizhang::service
