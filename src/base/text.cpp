// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace taizhang {
namespace {

constexpr std::size_t kNameBytesMax = 48;
constexpr UChar32 kByteOrderMark = 0xFEFF;

// ICU's macros narrow int to uint8_t, so they are kept in these two functions.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
UChar32 next_character(std::string_view text, int32_t& at) {
    UChar32 character = 0;
    U8_NEXT(text.data(), at, static_cast<int32_t>(text.size()), character);
    return character;
}

void append_utf8(std::string& text, UChar32 character) {
    std::array<char, U8_MAX_LENGTH> bytes{};
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes.data(), size, character);
    text.append(bytes.data(), size);
}

UChar32 previous_character(std::string_view text, int32_t begin, int32_t& at) {
    UChar32 character = 0;
    U8_PREV(text.data(), begin, at, character);
    return character;
}
#pragma GCC diagnostic pop

// Every cell of an import begins and ends with a character that comes through here, so ICU is asked
// only about those that might be white space: U+3000 is the last.
bool is_space(UChar32 character) {
    constexpr UChar32 kAsciiLast = 0x7F;
    constexpr UChar32 kIdeographicSpace = 0x3000;
    if (character <= kAsciiLast) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }
    return character <= kIdeographicSpace ? u_isUWhiteSpace(character) != 0
                                          : character == kByteOrderMark;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0x80U) == 0; });
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
    auto position = static_cast<int32_t>(at);
    const UChar32 character = next_character(text, position);
    at = static_cast<std::size_t>(position);
    return character < 0 ? kReplacement : static_cast<char32_t>(character);
}

void append_character(std::string& text, char32_t character) {
    append_utf8(text, static_cast<UChar32>(character));
}

std::string utf8(std::u32string_view characters) {
    std::string text;
    for (const char32_t character : characters) {
        append_character(text, character);
    }
    return text;
}

bool is_white_space(char32_t character) {
    return is_space(static_cast<UChar32>(character));
}

bool is_valid_utf8(std::string_view text) {
    const auto size = static_cast<int32_t>(text.size());
    for (int32_t at = 0; at < size;) {
        if (next_character(text, at) < 0) {
            return false;
        }
    }
    return true;
}

std::string trimmed(std::string_view text) {
    const auto size = static_cast<int32_t>(text.size());
    int32_t begin = 0;
    for (int32_t at = 0; at < size;) {
        if (!is_space(next_character(text, at))) {
            break;
        }
        begin = at;
    }
    int32_t end = size;
    for (int32_t at = size; at > begin;) {
        if (!is_space(previous_character(text, begin, at))) {
            break;
        }
        end = at;
    }
    return std::string(
        text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
}

std::string folded(std::string_view text) {
    if (is_ascii(text)) {
        return trimmed(text);
    }
    UErrorCode status = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFKCInstance(status);
    if (U_SUCCESS(status) && normalizer->isNormalizedUTF8(text, status)) {
        return trimmed(text);
    }
    const auto source = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    std::string result;
    if (U_SUCCESS(status)) {
        normalizer->normalize(source, status).toUTF8String(result);
    }
    return trimmed(U_SUCCESS(status) ? std::string_view(result) : text);
}

std::size_t character_count(std::string_view text) {
    constexpr unsigned kKindOfByte = 0xC0;
    constexpr unsigned kFollowing = 0x80;
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & kKindOfByte) != kFollowing;
    }));
}

std::string first_characters(std::string_view text, std::size_t count) {
    const auto size = static_cast<int32_t>(text.size());
    int32_t at = 0;
    for (std::size_t taken = 0; taken < count && at < size; ++taken) {
        next_character(text, at);
    }
    return std::string(text.substr(0, static_cast<std::size_t>(at)));
}

std::string shortened(std::string_view text, std::size_t count) {
    std::string front = first_characters(text, count);
    return front.size() < text.size() ? front + "…" : front;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> parts;
    // Separators are characters of UTF-8 text, so they are compared as whole characters.
    std::string part;
    const auto size = static_cast<int32_t>(text.size());
    for (int32_t at = 0; at < size;) {
        const int32_t begin = at;
        next_character(text, at);
        const auto piece =
            text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
        if (separators.find(piece) != std::string_view::npos) {
            parts.push_back(std::move(part));
            part.clear();
        } else {
            part += piece;
        }
    }
    parts.push_back(std::move(part));
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string result;
    for (const auto& part : parts) {
        if (&part != &parts.front()) {
            result += separator;
        }
        result += part;
    }
    return result;
}

bool remove_suffix(std::string& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) {
        return false;
    }
    text.resize(text.size() - suffix.size());
    return true;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

bool is_name(std::string_view text) {
    if (text.empty() || text.size() > kNameBytesMax || text[0] < 'a' || text[0] > 'z') {
        return false;
    }
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += kDigits[byte >> 4U];
        encoded += kDigits[byte & 15U];
    }
    return encoded;
}

bool is_dotted_name(std::string_view text) {
    const auto parts = split(text, ".");
    return std::all_of(parts.begin(), parts.end(), [](const auto& part) { return is_name(part); });
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
    std::optional<std::string> best;
    std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto& candidate : candidates) {
        std::vector<std::size_t> row(candidate.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t{0});
        for (std::size_t i = 0; i < word.size(); ++i) {
            std::size_t diagonal = row[0]++;
            for (std::size_t j = 0; j < candidate.size(); ++j) {
                const std::size_t change = diagonal + (word[i] == candidate[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = std::min({change, row[j] + 1, diagonal + 1});
            }
        }
        if (row.back() < best_distance) {
            best_distance = row.back();
            best = candidate;
        }
    }
    return best;
}

}  // namespace taizhang
