// SPDX-License-Identifier: Apache-2.0
// Where the keys of a store lie: beside a data folder, or where one was told.
#pragma once

#include "cli/cli.hpp"
#include "sealing/keyring.hpp"

namespace taizhang::app {

// `given` empty: what TAIZHANG_KEY says, or DIR.key beside the folder DIR. InvalidInput: a database
// has no folder.
Result<std::filesystem::path> key_file_of(const std::string& place, const std::string& given);
// NotFound with what to do about it.
Result<sealing::KeyringPtr> open_keys(const std::string& place, const std::string& given);

struct NewKeys {
    sealing::KeyringPtr keys;
    bool made = false;  // no: there was a file, and it is used
};
Result<NewKeys> keys_for_new(const std::string& place, const std::string& suite);

Result<cli::KeyReport> create_key(const std::filesystem::path& file, const std::string& suite);
// For a backup that needs those keys: `from` is copied to where the place's keys lie, unless there
// are some; the copy, or nothing. Conflict: they are not the right ones.
Result<std::filesystem::path> bring_keys(const std::string& place, const std::string& from,
                                         const std::vector<std::string>& needed);

}  // namespace taizhang::app
