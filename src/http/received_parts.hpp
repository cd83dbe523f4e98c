// SPDX-License-Identifier: Apache-2.0
// A form that was sent with files in it, taken apart on disk.
#pragma once

#include <filesystem>
#include <istream>
#include <memory>
#include <vector>

#include "http/multipart.hpp"
#include "http/upload_file.hpp"

namespace taizhang::http {

struct ReceivedPart {
    PartHead head;
    std::string value;                 // of a field
    std::unique_ptr<UploadFile> file;  // of a file: gone with this, unless it is moved away
    std::uint64_t bytes = 0;
};

// A whole body. Blocks, so it is nothing for the server's thread. Throws std::system_error where a
// file cannot be written.
Result<std::vector<ReceivedPart>> read_multipart(std::istream& body, std::string_view boundary,
                                                 const std::filesystem::path& folder);

// nullptr: there is none of that name.
const ReceivedPart* find_part(const std::vector<ReceivedPart>& parts, std::string_view name);

}  // namespace taizhang::http
