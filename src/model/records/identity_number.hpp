// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace taizhang::model {

// 18 characters, a real date of birth and the check character of GB 11643-1999 (ISO 7064, MOD
// 11-2).
bool is_identity_number(std::string_view text);

}  // namespace taizhang::model
