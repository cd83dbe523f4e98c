// SPDX-License-Identifier: Apache-2.0
// The first letter of a Han character's pinyin, as people type it to find a name: 张三丰 → zsf.
#pragma once

#include <string>

namespace taizhang::model {

// Most characters have one reading; 长 and 重 in place names and 曾 or 单 as surnames have another.
enum class Reading { Usual, Other };

// One letter a to z for each character, or 0 where ICU knows no pinyin. The order of pinyin is that
// of CLDR, which sorts every character under one reading.
std::u32string pinyin_initials(const std::u32string& characters, Reading reading);

}  // namespace taizhang::model
