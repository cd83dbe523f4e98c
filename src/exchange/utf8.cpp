// SPDX-License-Identifier: Apache-2.0
#include "exchange/utf8.hpp"

#include <cstring>

namespace taizhang::exchange {

std::size_t whole_characters(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    auto length = static_cast<std::ptrdiff_t>(text.size());
    U8_TRUNCATE_IF_INCOMPLETE(bytes, 0, length);
    return static_cast<std::size_t>(length);
}

std::size_t ascii_end(std::string_view text, std::size_t from) {
    constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080;
    while (from + sizeof(std::uint64_t) <= text.size()) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + from, sizeof(eight));
        if (eight & kHighBits) {
            break;
        }
        from += sizeof(eight);
    }
    while (from < text.size() && !(text[from] & 0x80)) {
        ++from;
    }
    return from;
}

Utf8Extent utf8_extent(std::string_view text) {
    const auto whole = text.substr(0, whole_characters(text));
    for (std::size_t at = ascii_end(whole, 0); at < whole.size(); at = ascii_end(whole, at)) {
        const auto begin = at;
        if (next_character(whole, at) < 0) {
            return {begin, true};
        }
    }
    return {whole.size(), false};
}

void append_character(std::string& text, UChar32 character) {
    char bytes[U8_MAX_LENGTH];
    std::size_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, character);
    text.append(bytes, length);
}

}  // namespace taizhang::exchange
