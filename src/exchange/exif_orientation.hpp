// SPDX-License-Identifier: Apache-2.0
// The one thing that is taken over from what a camera writes into its pictures.
#pragma once

#include <string_view>

namespace taizhang::exchange {

inline constexpr int kUpright = 1;  // orientations are 1 to 8

// Of the contents of an APP1 segment; kUpright where it says nothing or is broken.
int exif_orientation(std::string_view segment);

}  // namespace taizhang::exchange
