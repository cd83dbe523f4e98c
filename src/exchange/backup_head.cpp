// SPDX-License-Identifier: Apache-2.0
#include "exchange/backup_head.hpp"

#include "base/digest.hpp"

namespace taizhang::exchange {
namespace {

constexpr const char* kManifestName = "manifest.json";
constexpr const char* kDigestName = "manifest.sha256";

}  // namespace

std::string backup_head(std::string manifest, std::int64_t taken_at) {
    manifest.resize(kManifestBytes - 1, ' ');
    manifest += '\n';
    std::string head = tar_header({kManifestName, kManifestBytes, taken_at});
    head += manifest;
    head += tar_header({kDigestName, kManifestDigestBytes, taken_at});
    head += to_hex(sha256(manifest)) + "  " + kManifestName + "\n";
    head.resize(kBackupHeadBytes, '\0');
    return head;
}

std::optional<std::string> read_backup_head(std::string_view head) {
    const auto first = read_tar_header(head.substr(0, kTarBlockBytes));
    if (head.size() != kBackupHeadBytes || !first) {
        return std::nullopt;
    }
    std::string manifest(head.substr(kTarBlockBytes, kManifestBytes));
    manifest.erase(manifest.find_last_not_of(" \n") + 1);
    return backup_head(manifest, first->modified_at) == head ? std::optional(manifest)
                                                             : std::nullopt;
}

}  // namespace taizhang::exchange
