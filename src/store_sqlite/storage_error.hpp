// SPDX-License-Identifier: Apache-2.0
// What the disk did to a question or a commit, as its user is to hear of it.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <optional>

#include "base/result.hpp"

namespace taizhang::store_sqlite {

// Io: the disk is full, broken or read-only; Busy: another program holds the file; Corrupt: the
// file is damaged. nullopt: none of these, so the program is wrong.
std::optional<Error> storage_error(const SQLite::Exception& thrown);

// The same, of what kept a store in the folder from being opened: also that its disk is read-only.
std::optional<Error> opening_error(const SQLite::Exception& thrown,
                                   const std::filesystem::path& data_folder);

}  // namespace taizhang::store_sqlite
