// SPDX-License-Identifier: Apache-2.0
// A picture as it may be shown to anybody: decoded and encoded anew, upright, no side longer than
// kPublishedSideMax, and without anything else that its file held: place, time, camera, preview.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace taizhang::exchange {

struct Picture {
    std::string bytes;
    std::string_view media_type;  // image/jpeg or image/png
};

// Of a JPEG or PNG file. InvalidInput: broken or cut off. LimitExceeded: larger than the limits of
// this folder. Unsupported: of another kind. The memory taken is bounded whatever the file says.
Result<Picture> publish_picture(const std::filesystem::path& file);

}  // namespace taizhang::exchange
