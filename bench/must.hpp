// SPDX-License-Identifier: Apache-2.0
// A measurement that fails says why and ends.
#pragma once

#include <stdexcept>

#include "base/result.hpp"

namespace taizhang {

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return take_value(std::move(result));
}

}  // namespace taizhang
