// SPDX-License-Identifier: Apache-2.0
// The writers behind create_table().
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/table_writer.hpp"

namespace taizhang::exchange {

Result<std::unique_ptr<TableWriter>> create_csv(const std::filesystem::path& path,
                                                const std::vector<OutputColumn>& columns,
                                                const WriteOptions& options);

Result<std::unique_ptr<TableWriter>> create_xlsx(const std::filesystem::path& path,
                                                 const std::vector<OutputColumn>& columns,
                                                 const WriteOptions& options);

Result<std::unique_ptr<TableWriter>> create_jsonl(const std::filesystem::path& path,
                                                  const std::vector<OutputColumn>& columns);

// Refuses a row that is too long, numbers that are none and days that do not exist, in the same way
// for all formats. `line` counts from 1.
Result<void> check_row(std::span<const OutputCell> cells, std::size_t columns, std::size_t line,
                       const std::string& file);

// `wanted` as Excel accepts it: at most 31 characters, none of []:*?/\ and no apostrophe at an end.
std::string valid_sheet_name(const std::string& wanted);

// Well-formed UTF-8 without the characters XML cannot hold in any form.
std::string clean_text(std::string_view text);

}  // namespace taizhang::exchange
