// SPDX-License-Identifier: Apache-2.0
#include "model/search/personal_words.hpp"

#include <algorithm>
#include <set>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/search/search_tokens.hpp"

namespace taizhang::model {
namespace {

constexpr std::size_t kEndingMin = 4;  // digits, as may_end_longer() asks for

std::u32string_view beginning(std::u32string_view characters) {
    return characters.substr(0, limits::kBlindPrefixCharactersMax);
}

std::u32string_view ending(std::u32string_view characters, std::size_t count) {
    return characters.substr(characters.size() - count);
}

std::string marked(std::u32string_view characters) {
    return kTokenMark + utf8(characters);
}

void add_han(const SearchRun& run, Initials initials, std::set<std::string>& words) {
    const std::u32string_view characters = run.characters;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        words.insert(utf8(characters.substr(i, 1)));
        words.insert(utf8(characters.substr(i, 2)));
    }
    if (initials == Initials::Yes) {
        for (const auto& letters : initials_of(run)) {
            for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
                words.insert(marked(std::u32string_view(letters).substr(i, 2)));
            }
        }
    }
}

void add_other(const SearchRun& run, std::set<std::string>& words) {
    const std::u32string_view characters = run.characters;
    words.insert(utf8(beginning(characters)));
    SearchRun shorter{run.kind, {}, {}};
    for (const char32_t character : beginning(characters)) {
        shorter.characters += character;
        if (may_begin_longer(shorter)) {
            words.insert(utf8(shorter.characters));
        }
    }
    if (run.kind == RunKind::Digits) {
        const auto longest = std::min(characters.size(), limits::kBlindPrefixCharactersMax);
        for (std::size_t count = kEndingMin; count <= longest; ++count) {
            words.insert(marked(ending(characters, count)));
        }
    }
}

std::vector<std::string> whole_word(const SearchWord& word) {
    std::vector<std::string> words;
    for (const auto& run : word.runs) {
        const std::u32string_view characters = run.characters;
        if (run.kind != RunKind::Han) {
            words.push_back(utf8(beginning(characters)));
        } else if (characters.size() == 1) {
            words.push_back(utf8(characters));
        }
        for (std::size_t i = 0; run.kind == RunKind::Han && i + 1 < characters.size(); ++i) {
            words.push_back(utf8(characters.substr(i, 2)));
        }
    }
    return words;
}

}  // namespace

std::vector<std::string> personal_words(std::string_view lines) {
    std::set<std::string> words;
    scan_lines(lines, [&](const std::vector<SearchRun>& runs, Initials initials) {
        for (const auto& run : runs) {
            if (run.kind == RunKind::Han) {
                add_han(run, initials, words);
            } else {
                add_other(run, words);
            }
        }
    });
    return {words.begin(), words.end()};
}

std::vector<std::vector<std::string>> personal_alternatives(const SearchWord& word) {
    std::vector<std::vector<std::string>> alternatives;
    if (!word.tail_only) {
        alternatives.push_back(whole_word(word));
    }
    const std::u32string_view first = word.runs.front().characters;
    if (may_end_longer(word)) {
        const auto count = std::min(first.size(), limits::kBlindPrefixCharactersMax);
        alternatives.push_back({marked(ending(first, count))});
    }
    if (may_be_initials(word)) {
        std::vector<std::string> pairs;
        for (std::size_t i = 0; i + 1 < first.size(); ++i) {
            pairs.push_back(marked(first.substr(i, 2)));
        }
        alternatives.push_back(std::move(pairs));
    }
    return alternatives;
}

}  // namespace taizhang::model
