// SPDX-License-Identifier: Apache-2.0
// UTF-8 character by character, over ICU's macros, which are safe only with signed lengths and
// unsigned bytes.
#pragma once

#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace taizhang::exchange {

// The character at `at`, which moves behind it; negative where the bytes are not UTF-8.
inline UChar32 next_character(std::string_view text, std::size_t& at) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::ptrdiff_t>(text.size());
    auto index = static_cast<std::ptrdiff_t>(at);
    UChar32 character = 0;
    U8_NEXT(bytes, index, length, character);
    at = static_cast<std::size_t>(index);
    return character;
}

// Bytes of `text` before a character that is cut off at its end.
std::size_t whole_characters(std::string_view text);

// Index of the first byte at or after `from` that is not ASCII.
std::size_t ascii_end(std::string_view text, std::size_t from);

// How far `text` is whole and valid. A character cut off at the end is not counted as damage.
struct Utf8Extent {
    std::size_t bytes = 0;
    bool damaged = false;
};
Utf8Extent utf8_extent(std::string_view text);

void append_character(std::string& text, UChar32 character);

}  // namespace taizhang::exchange
