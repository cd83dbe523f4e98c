// SPDX-License-Identifier: Apache-2.0
// A file as it has just come from somebody.
#pragma once

#include <atomic>
#include <fstream>

#include "service/attachments/attachments.hpp"

namespace taizhang::tests {

inline service::UploadedFile uploaded(const service::AttachmentFiles& files,
                                      const std::string& bytes, const std::string& name) {
    static std::atomic<int> count = 0;
    if (!files.prepare()) {
        throw std::runtime_error("no folder for a test");
    }
    const auto path = files.incoming() / ("upload-" + std::to_string(++count));
    std::ofstream(path, std::ios::binary) << bytes;
    return {path, name, static_cast<std::int64_t>(bytes.size()), sha256(bytes)};
}

}  // namespace taizhang::tests
