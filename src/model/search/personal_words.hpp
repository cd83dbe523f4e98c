// SPDX-License-Identifier: Apache-2.0
// Words of personal texts for an index that is told only whole words, each blinded, in no order: it
// cannot look for beginnings, so every beginning and ending that find_word() allows is a word of
// its own. It may propose too much and never too little.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/search/search_word.hpp"

namespace taizhang::model {

// Of lines as append_line() made them; each word once.
std::vector<std::string> personal_words(std::string_view lines);

// A text has the word when it has all words of any of these.
std::vector<std::vector<std::string>> personal_alternatives(const SearchWord& word);

}  // namespace taizhang::model
