// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exchange/table.hpp"

namespace taizhang::exchange {

// An .xls or .et, converted by LibreOffice where it is installed; open_table() decides that it is
// one. Unsupported, with the way out, where it is not.
Result<std::unique_ptr<TableReader>> open_old_workbook(const std::filesystem::path& path,
                                                       const OpenOptions& options);

}  // namespace taizhang::exchange
