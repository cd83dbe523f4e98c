// SPDX-License-Identifier: Apache-2.0
#include "model/search/search_tokens.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace taizhang::model {
namespace {

constexpr char kInitialsLine = '\t';
constexpr std::size_t kTurnedDigitsMin = 5;  // a number of four is found by its beginning

// 石桥社 → 石桥, 桥社, and 社 where the run ends.
template <typename Sink>
void pairs_of(std::u32string_view characters, const Sink& sink) {
    for (std::size_t i = 0; i < characters.size(); ++i) {
        sink(characters.substr(i, 2));
    }
}

class LineTokens {
  public:
    explicit LineTokens(std::string& tokens) : tokens_(tokens) {}

    void add(const std::vector<SearchRun>& runs, Initials initials) {
        for (const auto& run : runs) {
            if (run.kind == RunKind::Han) {
                pairs_of(run.characters, [&](auto pair) { put(pair, false); });
            } else {
                put(run.characters, false);
            }
        }
        stop();
        for (const auto& run : runs) {
            if (run.kind == RunKind::Digits && run.characters.size() >= kTurnedDigitsMin) {
                put(std::u32string(run.characters.rbegin(), run.characters.rend()), true);
            } else if (run.kind == RunKind::Han && initials == Initials::Yes) {
                for (const auto& letters : initials_of(run)) {
                    pairs_of(letters, [&](auto pair) { put(pair, true); });
                }
            }
        }
    }

  private:
    void put(std::u32string_view token, bool marked) {
        if (marked) {
            tokens_ += kTokenMark;
        }
        for (const char32_t character : token) {
            append_character(tokens_, character);
        }
        tokens_ += ' ';
    }

    // Two lines never make one phrase.
    void stop() {
        tokens_ += kTokenMark;
        tokens_ += ' ';
    }

    std::string& tokens_;
};

SearchPhrase phrase_of(const std::vector<SearchRun>& runs) {
    SearchPhrase phrase;
    for (const auto& run : runs) {
        const bool last = &run == &runs.back();
        if (run.kind != RunKind::Han) {
            phrase.tokens.push_back(utf8(run.characters));
            phrase.prefix = last && may_begin_longer(run);
            continue;
        }
        pairs_of(run.characters, [&](auto pair) { phrase.tokens.push_back(utf8(pair)); });
        if (last && run.characters.size() > 1) {
            phrase.tokens.pop_back();
        }
        phrase.prefix = last && run.characters.size() == 1;
    }
    return phrase;
}

}  // namespace

void append_line(std::string& lines, const SearchLine& line) {
    if (line.initials == Initials::Yes) {
        lines += kInitialsLine;
    }
    lines += line.text;
    std::replace_if(
        lines.end() - static_cast<std::ptrdiff_t>(line.text.size()), lines.end(),
        [](char c) { return c == '\n' || c == kInitialsLine; }, ' ');
    lines += '\n';
}

void scan_lines(std::string_view lines,
                const std::function<void(const std::vector<SearchRun>&, Initials)>& visit) {
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        auto line = lines.substr(0, end);
        const bool initials = line.starts_with(kInitialsLine);
        line.remove_prefix(initials ? 1 : 0);
        visit(search_runs(line), initials ? Initials::Yes : Initials::No);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    }
}

std::string search_tokens(std::string_view lines) {
    std::string tokens;
    LineTokens writer(tokens);
    scan_lines(lines, [&](const std::vector<SearchRun>& runs, Initials initials) {
        writer.add(runs, initials);
    });
    return tokens;
}

std::vector<SearchPhrase> search_phrases(const SearchWord& word) {
    std::vector<SearchPhrase> phrases = {phrase_of(word.runs)};
    const auto& run = word.runs.front();
    if (word.tail_only) {
        phrases.front().prefix = false;
    }
    if (may_end_longer(word)) {
        const std::u32string turned(run.characters.rbegin(), run.characters.rend());
        phrases.push_back({{kTokenMark + utf8(turned)}, true});
    }
    if (may_be_initials(word)) {
        SearchPhrase phrase;
        pairs_of(run.characters,
                 [&](auto pair) { phrase.tokens.push_back(kTokenMark + utf8(pair)); });
        phrase.tokens.pop_back();
        phrases.push_back(std::move(phrase));
    }
    return phrases;
}

}  // namespace taizhang::model
