// SPDX-License-Identifier: Apache-2.0
// UTF-8 text as offices type it: full-width digits, ideographic spaces, characters beyond the BMP.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taizhang {

bool is_valid_utf8(std::string_view text);

inline constexpr char32_t kReplacement = 0xFFFD;

// The code point at `at`, which moves behind it; a malformed byte reads as kReplacement.
char32_t next_character(std::string_view text, std::size_t& at);
void append_character(std::string& text, char32_t character);
std::string utf8(std::u32string_view characters);

bool is_white_space(char32_t character);  // also U+FEFF

// Without white space of any kind (also U+3000, U+00A0, U+FEFF) at both ends.
std::string trimmed(std::string_view text);

// NFKC (UAX #15) and trimmed: ＡＢ１２ → AB12. For headers, choices, numbers and dates; never for
// text that is kept.
std::string folded(std::string_view text);

// Code points; malformed bytes count one each.
std::size_t character_count(std::string_view text);

// The first `count` code points.
std::string first_characters(std::string_view text, std::size_t count);

// The text, or its beginning with … where it has more characters than `count`.
std::string shortened(std::string_view text, std::size_t count);

std::vector<std::string> split(std::string_view text, std::string_view separators);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Whether it was there to be taken off.
bool remove_suffix(std::string& text, std::string_view suffix);

std::string replaced(std::string text, std::string_view what, std::string_view with);

// Everything but letters, digits and -._~ as %XX (RFC 3986, 2.3).
std::string percent_encoded(std::string_view text);

// Lower-case words joined by `_`, at most 48 bytes, beginning with a letter: the names of ledgers
// and fields.
bool is_name(std::string_view text);

// Such names joined by dots: the names of indicators.
bool is_dotted_name(std::string_view text);

// The candidate nearest to `word` by edit distance, if near enough to be a slip.
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

}  // namespace taizhang
