// SPDX-License-Identifier: Apache-2.0
// What a file is by its first bytes: people rename .xls to .xlsx, and many systems write web pages
// and call them .xls.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace taizhang::exchange {

enum class ContentKind {
    Zip,
    CompoundFile,           // .xls, .et, .doc …
    EncryptedCompoundFile,  // an .xlsx with a password
    Markup,                 // a web page or an XML table
    Pdf,
    Image,
    OtherArchive,
    Text,
};

// Error when the file is missing, empty, not a regular file or cannot be read.
Result<ContentKind> content_kind(const std::filesystem::path& path);

// Kind of a file that begins with these bytes; a compound file is not looked into.
ContentKind kind_of_bytes(std::string_view beginning);

// Whether the beginning of a compound file's directory has an entry of that name (ASCII).
bool compound_file_names(const std::filesystem::path& path, std::string_view entry);

}  // namespace taizhang::exchange
