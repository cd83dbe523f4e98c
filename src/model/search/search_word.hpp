// SPDX-License-Identifier: Apache-2.0
// What is looked for, and the one definition of "this text has it". The index of a store must give
// the same answer as find_word() over every record.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/search/search_text.hpp"

namespace taizhang::model {

// One word of a query: runs that must follow one another in the text.
struct SearchWord {
    std::string text;  // as typed
    std::vector<SearchRun> runs;
    bool tail_only = false;  // 尾号5678: the number must end so
};

// Words are parted by white space and by * (so that a masked number finds what it hides).
// Punctuation alone is no word. InvalidInput when nothing is left, LimitExceeded when there is too
// much.
Result<std::vector<SearchWord>> parse_search(std::string_view text);

// May letters be the initials of Han characters in this text?
enum class Initials { No, Yes };

// Where the text has the word first.
//  - Han characters stand together anywhere in the text: 桥社 finds 石桥社区.
//  - A word of several kinds (3号楼2单元) keeps its order; numbers and letters within are whole.
//  - At the end of a word, 3 digits or 2 letters and more may begin a longer number or word.
//  - 4 digits and more, alone, may also end a number: the last digits of a telephone.
//  - 2 letters a to z and more, alone, may be the initials of Han characters standing together.
std::optional<SourceRange> find_word(const SearchWord& word, const std::vector<SearchRun>& text,
                                     Initials initials);

// The rules above, for whoever makes an index by them.
bool may_begin_longer(const SearchRun& run);  // the last run of a word
bool may_end_longer(const SearchWord& word);
bool may_be_initials(const SearchWord& word);

// By the usual readings, and by the others where they differ.
std::vector<std::u32string> initials_of(const SearchRun& run);

}  // namespace taizhang::model
