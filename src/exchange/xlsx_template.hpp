// SPDX-License-Identifier: Apache-2.0
// An empty workbook to be filled in: titles that cannot be overwritten, drop-downs, a hint on every
// title and a second sheet that explains the columns.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace taizhang::exchange {

struct TemplateColumn {
    enum class Input { Text, Number, Date, DateTime };

    std::string title;
    std::string hint;  // what is right in this column
    bool required = false;
    Input input = Input::Text;         // the cells' format; text keeps 18 digits as they are
    std::vector<std::string> choices;  // of the drop-down; empty: none
};

// `path` ends in .xlsx, anything else is Unsupported. Appears under its name when it is finished.
Result<void> write_template(const std::filesystem::path& path, const std::string& sheet,
                            const std::vector<TemplateColumn>& columns);

}  // namespace taizhang::exchange
