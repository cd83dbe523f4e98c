// SPDX-License-Identifier: Apache-2.0
// What both servers of the trivial route answer.
#pragma once

#include <string_view>

namespace taizhang::bench {

inline constexpr std::string_view kHello = R"({"message":"hello, the world!"})";
static_assert(kHello.size() == 31);

}  // namespace taizhang::bench
