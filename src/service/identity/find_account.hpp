// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/store.hpp"

namespace taizhang::service {

// NotFound, with what was given as its place's value.
Result<store::Account> find_account(store::ReadTx& tx, const std::string& name);

}  // namespace taizhang::service
