// SPDX-License-Identifier: Apache-2.0
// Reads one worksheet of an .xlsx workbook, row by row. Macros, external links, drawings and
// everything else that is not cell values are never opened.
#pragma once

#include <filesystem>
#include <memory>

#include "exchange/table.hpp"

namespace taizhang::exchange {

Result<std::unique_ptr<TableReader>> open_xlsx(const std::filesystem::path& path,
                                               const OpenOptions& options);

}  // namespace taizhang::exchange
