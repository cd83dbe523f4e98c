// SPDX-License-Identifier: Apache-2.0
#include "model/search/search_word.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/search/pinyin_initials.hpp"

namespace taizhang::model {
namespace {

constexpr std::size_t kPrefixDigitsMin = 3;
constexpr std::size_t kPrefixLettersMin = 2;
constexpr std::size_t kTailDigitsMin = 4;
constexpr std::size_t kInitialsMin = 2;
constexpr std::u32string_view kTailWord = U"尾号";

std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> pieces(1);
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = next_character(text, at);
        if (is_white_space(character) || character == U'*') {
            pieces.emplace_back();
        } else {
            append_character(pieces.back(), character);
        }
    }
    std::erase(pieces, "");
    return pieces;
}

bool is_tail_word(const SearchRun& run) {
    return run.kind == RunKind::Han && run.characters == kTailWord;
}

bool is_tail(const SearchRun& run) {
    return run.kind == RunKind::Digits && run.characters.size() >= kTailDigitsMin;
}

// 尾号5678, or 尾号 and 5678 as two words: the number alone, at the end of another.
void join_tails(std::vector<SearchWord>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto& runs = words[i].runs;
        if (!is_tail_word(runs.front())) {
            continue;
        }
        if (runs.size() == 2 && is_tail(runs[1])) {
            runs.erase(runs.begin());
            words[i].tail_only = true;
        } else if (runs.size() == 1 && i + 1 < words.size() && words[i + 1].runs.size() == 1 &&
                   is_tail(words[i + 1].runs.front())) {
            words[i + 1].tail_only = true;
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
}

SourceRange range_of(const SearchRun& run, std::size_t from, std::size_t count) {
    return {run.sources[from].begin, run.sources[from + count - 1].end};
}

// Where the part of a word that is neither its beginning nor its end alone must stand in its run.
std::optional<std::size_t> place_in(const SearchRun& text, const SearchRun& wanted, bool first,
                                    bool last) {
    const auto& characters = text.characters;
    if (text.kind != wanted.kind || characters.size() < wanted.characters.size()) {
        return std::nullopt;
    }
    const std::size_t rest = characters.size() - wanted.characters.size();
    if (wanted.kind == RunKind::Han && first && last) {
        const auto at = characters.find(wanted.characters);
        return at == std::u32string::npos ? std::nullopt : std::optional(at);
    }
    if (wanted.kind == RunKind::Han && first) {
        return characters.ends_with(wanted.characters) ? std::optional(rest) : std::nullopt;
    }
    const bool may_go_on = last && (wanted.kind == RunKind::Han || may_begin_longer(wanted));
    const bool found = characters.starts_with(wanted.characters) && (rest == 0 || may_go_on);
    return found ? std::optional<std::size_t>(0) : std::nullopt;
}

std::optional<SourceRange> find_runs(const std::vector<SearchRun>& wanted,
                                     const std::vector<SearchRun>& text) {
    for (std::size_t i = 0; i + wanted.size() <= text.size(); ++i) {
        std::optional<SourceRange> range;
        for (std::size_t j = 0; j < wanted.size(); ++j) {
            const auto at = place_in(text[i + j], wanted[j], j == 0, j + 1 == wanted.size());
            if (!at) {
                range.reset();
                break;
            }
            const auto part = range_of(text[i + j], *at, wanted[j].characters.size());
            range = {range ? range->begin : part.begin, part.end};
        }
        if (range) {
            return range;
        }
    }
    return std::nullopt;
}

std::optional<SourceRange> find_tail(const SearchRun& wanted, const std::vector<SearchRun>& text) {
    const std::size_t count = wanted.characters.size();
    for (const auto& run : text) {
        if (run.kind == RunKind::Digits && run.characters.ends_with(wanted.characters)) {
            return range_of(run, run.characters.size() - count, count);
        }
    }
    return std::nullopt;
}

std::optional<SourceRange> find_initials(const SearchRun& wanted,
                                         const std::vector<SearchRun>& text) {
    for (const auto& run : text) {
        if (run.kind != RunKind::Han) {
            continue;
        }
        for (const auto& letters : initials_of(run)) {
            const auto at = letters.find(wanted.characters);
            if (at != std::u32string::npos) {
                return range_of(run, at, wanted.characters.size());
            }
        }
    }
    return std::nullopt;
}

}  // namespace

Result<std::vector<SearchWord>> parse_search(std::string_view text) {
    if (!is_valid_utf8(text)) {
        return fail(ErrorCode::InvalidInput, "要找的字不是 UTF-8 编码，请重新输入",
                    "query is not UTF-8");
    }
    if (character_count(text) > limits::kSearchQueryCharactersMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("要找的字太长，最多 {} 字", limits::kSearchQueryCharactersMax),
                    "query is too long");
    }
    std::vector<SearchWord> words;
    for (auto& piece : pieces_of(folded(text))) {
        auto runs = search_runs(piece);
        if (!runs.empty()) {
            words.push_back({std::move(piece), std::move(runs), false});
        }
    }
    if (words.empty()) {
        return fail(ErrorCode::InvalidInput, "请写要找的字：汉字、字母或数字，几个词之间空一格",
                    "nothing to look for");
    }
    if (words.size() > limits::kSearchWordsMax) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("词太多，最多 {} 个", limits::kSearchWordsMax), "too many words");
    }
    join_tails(words);
    return words;
}

std::optional<SourceRange> find_word(const SearchWord& word, const std::vector<SearchRun>& text,
                                     Initials initials) {
    if (!word.tail_only) {
        if (const auto found = find_runs(word.runs, text)) {
            return found;
        }
    }
    if (may_end_longer(word)) {
        return find_tail(word.runs.front(), text);
    }
    if (initials == Initials::Yes && may_be_initials(word)) {
        return find_initials(word.runs.front(), text);
    }
    return std::nullopt;
}

bool may_begin_longer(const SearchRun& run) {
    return run.characters.size() >=
           (run.kind == RunKind::Digits ? kPrefixDigitsMin : kPrefixLettersMin);
}

bool may_end_longer(const SearchWord& word) {
    return word.runs.size() == 1 && is_tail(word.runs.front());
}

bool may_be_initials(const SearchWord& word) {
    const auto& run = word.runs.front();
    return word.runs.size() == 1 && run.kind == RunKind::Letters &&
           run.characters.size() >= kInitialsMin &&
           std::all_of(run.characters.begin(), run.characters.end(),
                       [](char32_t c) { return c >= U'a' && c <= U'z'; });
}

std::vector<std::u32string> initials_of(const SearchRun& run) {
    const auto characters = run.characters.substr(0, limits::kSearchInitialsCharactersMax);
    std::vector<std::u32string> found = {pinyin_initials(characters, Reading::Usual)};
    auto other = pinyin_initials(characters, Reading::Other);
    if (other != found.front()) {
        found.push_back(std::move(other));
    }
    return found;
}

}  // namespace taizhang::model
