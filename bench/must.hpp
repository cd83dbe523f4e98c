// SPDX-License-Identifier: Apache-2.0
// A measurement that fails says why and ends.
#pragma once

#include <filesystem>
#include <stdexcept>

#include "base/result.hpp"
#include "sealing/keyring.hpp"

namespace taizhang {

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return take_value(std::move(result));
}

// The keys beside a data folder, made where there are none.
inline sealing::KeyringPtr keys_beside(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder.string() + ".key";
    return std::filesystem::exists(file)
               ? must(sealing::Keyring::open(file))
               : must(sealing::Keyring::create(file, sealing::Suite::Aes, {}));
}

}  // namespace taizhang
