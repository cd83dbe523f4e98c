// SPDX-License-Identifier: Apache-2.0
#include "service/search/found_text.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace taizhang::service {

using model::RecordText;
using model::SourceRange;

namespace {

constexpr std::size_t kWholeTextCharacters = 60;
constexpr std::size_t kCharactersBefore = 12;
constexpr std::size_t kCharactersBehind = 24;

std::vector<SourceRange> merged(std::vector<SourceRange> ranges) {
    std::sort(ranges.begin(), ranges.end(),
              [](const auto& a, const auto& b) { return a.begin < b.begin; });
    std::vector<SourceRange> result;
    for (const auto& range : ranges) {
        if (!result.empty() && range.begin <= result.back().end) {
            result.back().end = std::max(result.back().end, range.end);
        } else {
            result.push_back(range);
        }
    }
    return result;
}

std::string last_characters(std::string_view text, std::size_t count) {
    const std::size_t all = character_count(text);
    if (all <= count) {
        return std::string(text);
    }
    return "…" + std::string(text.substr(first_characters(text, all - count).size()));
}

std::string opening_characters(std::string_view text, std::size_t count) {
    const auto begin = first_characters(text, count);
    return begin.size() == text.size() ? begin : begin + "…";
}

// Between two words that were found: both of their surroundings.
std::string between(std::string_view text) {
    if (character_count(text) <= kCharactersBefore + kCharactersBehind) {
        return std::string(text);
    }
    return first_characters(text, kCharactersBehind) + last_characters(text, kCharactersBefore);
}

struct TextMatch {
    const RecordText* text;
    std::vector<SourceRange> ranges;
};

FoundText found_text(const model::LedgerDefinition& ledger, const model::LedgerRecord& record,
                     const TextMatch& match) {
    if (!match.text->field) {
        return {"编号", marked_parts(match.text->line.text, match.ranges)};
    }
    const auto& field = ledger.fields[*match.text->field];
    if (match.text->personal) {
        return {field.title.zh,
                {{model::masked_text(record.values[*match.text->field], field), false}}};
    }
    return {field.title.zh, marked_parts(match.text->line.text, match.ranges)};
}

}  // namespace

std::vector<TextPart> marked_parts(std::string_view text, std::vector<SourceRange> ranges) {
    const bool whole = character_count(text) <= kWholeTextCharacters;
    std::vector<TextPart> parts;
    std::size_t at = 0;
    const auto add = [&](std::string part, bool found) {
        if (!part.empty()) {
            parts.push_back({std::move(part), found});
        }
    };
    for (const auto& range : merged(std::move(ranges))) {
        const auto before = text.substr(at, range.begin - at);
        add(whole     ? std::string(before)
            : at == 0 ? last_characters(before, kCharactersBefore)
                      : between(before),
            false);
        add(std::string(text.substr(range.begin, range.end - range.begin)), true);
        at = range.end;
    }
    const auto rest = text.substr(at);
    add(whole ? std::string(rest) : opening_characters(rest, kCharactersBehind), false);
    return parts;
}

std::optional<std::vector<FoundText>> RecordMatcher::match(const model::LedgerDefinition& ledger,
                                                           const model::LedgerRecord& record,
                                                           const RecordSight& sight,
                                                           const model::SearchNames& names) const {
    const auto texts = model::record_texts(ledger, record, names);
    std::vector<TextMatch> matches;
    std::vector<bool> found(words_.size(), false);
    for (const auto& text : texts) {
        if (text.personal && !(text.field && sight.compares(record, *text.field))) {
            continue;
        }
        const auto runs = model::search_runs(text.line.text);
        TextMatch match{&text, {}};
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const auto range =
                found[i] ? std::nullopt : model::find_word(words_[i], runs, text.line.initials);
            if (range) {
                found[i] = true;
                match.ranges.push_back(*range);
            }
        }
        if (!match.ranges.empty()) {
            matches.push_back(std::move(match));
        }
    }
    if (std::find(found.begin(), found.end(), false) != found.end()) {
        return std::nullopt;
    }
    std::vector<FoundText> result;
    for (const auto& match : matches) {
        result.push_back(found_text(ledger, record, match));
    }
    return result;
}

}  // namespace taizhang::service
