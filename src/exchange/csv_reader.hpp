// SPDX-License-Identifier: Apache-2.0
// Reads CSV and its relatives (RFC 4180 with the delimiter found out) in constant memory. A quote
// counts only at the beginning of a cell; what follows a closing quote is kept, as Excel does. Line
// ends inside a cell come out as \n.
#pragma once

#include <filesystem>
#include <memory>

#include "exchange/table.hpp"

namespace taizhang::exchange {

Result<std::unique_ptr<TableReader>> open_csv(const std::filesystem::path& path);

}  // namespace taizhang::exchange
