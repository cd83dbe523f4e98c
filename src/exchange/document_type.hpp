// SPDX-License-Identifier: Apache-2.0
// What a file is that somebody sends along with a record: by its content alone. What is not on the
// list is refused, whatever it is called.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace taizhang::exchange {

struct DocumentType {
    std::string_view media_type;
    std::string_view title;    // Chinese
    std::string_view endings;  // of its name, with dots and joined by spaces; the first is usual
    bool picture = false;      // publish_picture() knows it
};

std::span<const DocumentType> document_types();
// nullptr: none of the list.
const DocumentType* document_type_named(std::string_view media_type);

// Unsupported: on no list, encrypted, or with macros. InvalidInput: empty, or damaged. All of the
// file may be read; the memory taken does not grow with it.
Result<const DocumentType*> document_type_of(const std::filesystem::path& file);

// The name with an ending that fits the type: run.bat, which is a text, becomes run.bat.txt.
std::string name_of_type(std::string name, const DocumentType& type);

}  // namespace taizhang::exchange
