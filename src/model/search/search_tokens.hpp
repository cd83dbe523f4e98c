// SPDX-License-Identifier: Apache-2.0
// Tokens for a full-text index that knows nothing but words parted by spaces, phrases and prefixes
// (FTS5 with its ascii tokenizer, tsvector('simple')), so made that it answers as find_word() does.
//
// 石桥3号 → 石桥 桥 3 号: each Han character begins a token of two, the last of a run one of its
// own. A word of Han characters is then a phrase, a single one a prefix, and no phrase crosses
// runs. Behind the text follow, marked by _, numbers backwards (_8765…) and initials (_zs _sf _f).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/search/search_word.hpp"

namespace taizhang::model {

// Raised when the same text would give other tokens; indexes of another format are made anew.
inline constexpr int kSearchFormat = 2;

inline constexpr char kTokenMark = '_';  // no token of a text begins so

struct SearchLine {
    std::string text;
    Initials initials = Initials::No;
};

// What an index keeps of a document beside its tokens: one line for each text.
void append_line(std::string& lines, const SearchLine& line);

// Each of such lines as its runs.
void scan_lines(std::string_view lines,
                const std::function<void(const std::vector<SearchRun>&, Initials)>& visit);

// Tokens of such lines, parted by spaces.
std::string search_tokens(std::string_view lines);

struct SearchPhrase {
    std::vector<std::string> tokens;  // one behind the other
    bool prefix = false;              // the last may be the beginning of a longer token
};

// A document has the word when it has any of these.
std::vector<SearchPhrase> search_phrases(const SearchWord& word);

}  // namespace taizhang::model
