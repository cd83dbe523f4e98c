// SPDX-License-Identifier: Apache-2.0
// Errors that name the user's own file, sheet, row and column.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace taizhang::exchange {

// The name only: folders of the server are nobody's business.
std::string shown_name(const std::filesystem::path& path);

// A cell's text cut at a character so that it fits into a message.
std::string shown_value(std::string_view text);

SourcePlace file_place(std::string file);

tl::unexpected<Error> fail_file(ErrorCode code, const std::string& file, std::string message,
                                std::string log);

}  // namespace taizhang::exchange
