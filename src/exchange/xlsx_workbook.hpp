// SPDX-License-Identifier: Apache-2.0
// What a workbook consists of: its sheets and the parts that belong to them.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "exchange/xlsx_date.hpp"
#include "exchange/zip_entry.hpp"

namespace taizhang::exchange {

struct WorkbookSheet {
    std::string name;
    std::string part;  // name of the zip entry
    bool hidden = false;
};

struct Workbook {
    std::vector<WorkbookSheet> sheets;  // in the order of the tabs; charts left out
    std::string strings_part;           // empty when there is none
    std::string styles_part;
    DateSystem date_system = DateSystem::From1900;
};

Result<Workbook> read_workbook(const ZipArchive& archive);

// The sheet of that name, also a hidden one; the first visible when `name` is empty.
Result<WorkbookSheet> choose_sheet(const Workbook& workbook, const std::string& name,
                                   const std::string& file);

// The zip entry a relationship means: absolute, or relative to the folder of `source_part`.
std::string resolve_target(const std::string& source_part, std::string_view target);

}  // namespace taizhang::exchange
