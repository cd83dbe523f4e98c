// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/search/personal_words.hpp"
#include "model/search/search_tokens.hpp"
#include "store_sqlite/search_facets.hpp"
#include "store_sqlite/search_index.hpp"

namespace taizhang::store_sqlite {
namespace {

// Tokens hold letters, digits and the mark only, so nothing in them needs escaping.
std::string phrase_text(const model::SearchPhrase& phrase) {
    return fmt::format("\"{}\"{}", join(phrase.tokens, " "), phrase.prefix ? " *" : "");
}

std::string open_text(const model::SearchWord& word) {
    std::vector<std::string> phrases;
    for (const auto& phrase : model::search_phrases(word)) {
        phrases.push_back(phrase_text(phrase));
    }
    return "{open_text} : (" + join(phrases, " OR ") + ")";
}

std::string personal_text(const model::SearchWord& word, const store::Sealer& sealer) {
    std::vector<std::string> alternatives;
    for (const auto& words : model::personal_alternatives(word)) {
        std::vector<std::string> tokens;
        for (const auto& one : words) {
            tokens.push_back("\"" + sealer.blind_word(one) + "\"");
        }
        alternatives.push_back("(" + join(tokens, " AND ") + ")");
    }
    return "{personal_text} : (" + join(alternatives, " OR ") + ")";
}

// A filter that would be too long is left out: the caller reads the records through the same
// filter.
void add_filter(std::vector<std::string>& parts, const std::vector<std::string>& tokens) {
    if (tokens.size() <= limits::kSearchFacetsMax) {
        parts.push_back(tokens.empty() ? "\"_none\"" : "(" + join(tokens, " OR ") + ")");
    }
}

std::vector<std::string> area_tokens(const std::vector<AreaId>& areas) {
    std::vector<std::string> tokens;
    for (const AreaId area : areas) {
        tokens.push_back("\"" + area_facet(area) + "\"");
    }
    return tokens;
}

// Units are no facet; the caller looks at each record anyway.
std::optional<std::vector<AreaId>> areas_of(const model::Scope& scope) {
    std::vector<AreaId> areas;
    for (const auto& part : scope.parts) {
        if (part.every_area) {
            return std::nullopt;
        }
        areas.insert(areas.end(), part.areas.begin(), part.areas.end());
    }
    return scope.everything ? std::nullopt : std::optional(std::move(areas));
}

std::vector<std::string> period_tokens(const Period& period) {
    std::vector<std::string> tokens;
    for (const auto& range : cover(period)) {
        const bool months = is_month(range.first);
        for (Bucket bucket = range.first; bucket <= range.last; ++bucket) {
            const Bucket last = bucket % 100;
            if (last == 0 || last > (months ? 12 : 31)) {
                continue;
            }
            tokens.push_back("\"" + (months ? month_facet(bucket) : day_facet(bucket)) + "\"");
        }
    }
    return tokens;
}

}  // namespace

std::string match_text(const store::SearchQuery& query, const store::Sealer& sealer) {
    std::vector<std::string> parts;
    for (const auto& word : query.words) {
        parts.push_back(query.personal == store::PersonalFields::LeaveOut
                            ? open_text(word)
                            : "((" + open_text(word) + ") OR (" + personal_text(word, sealer) +
                                  "))");
    }
    if (query.ledger) {
        parts.push_back("\"" + ledger_facet(*query.ledger) + "\"");
    }
    const auto within = areas_of(*query.scope);
    if (within) {
        add_filter(parts, area_tokens(*within));
    }
    if (query.areas) {
        add_filter(parts, area_tokens(*query.areas));
    }
    if (query.period) {
        add_filter(parts, period_tokens(*query.period));
    }
    return join(parts, " AND ");
}

}  // namespace taizhang::store_sqlite
