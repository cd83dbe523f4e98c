// SPDX-License-Identifier: Apache-2.0
// The one thing that is taken over from what a camera writes into its pictures.
#pragma once

#include <string_view>

namespace taizhang::exchange {

// Of the contents of an APP1 segment; 1, upright, where it says nothing or is broken.
int exif_orientation(std::string_view segment);

}  // namespace taizhang::exchange
