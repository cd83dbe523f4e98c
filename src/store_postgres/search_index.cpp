// SPDX-License-Identifier: Apache-2.0
#include "store_postgres/search_index.hpp"

#include <fmt/format.h>

#include <set>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "model/search/personal_words.hpp"
#include "model/search/search_tokens.hpp"

namespace taizhang::store_postgres {

using store::SearchCandidate;
using store::SearchDocument;
using store::SearchHead;

namespace {

// A lexeme may be no longer; a longer token is cut alike in documents and in queries.
constexpr std::size_t kLexemeBytesMax = 1'000;
// A tsvector may be no larger than 1 MiB. A document that would be is a candidate for every word.
constexpr std::size_t kTokensBytesMax = 900'000;
constexpr const char* kEveryWord = "'_every':1A";

constexpr const char* kDocumentColumns =
    "SELECT record_id, ledger_id, area_id, happened_on, open_text, personal_sealed, tokens::text "
    "FROM search_document WHERE office_id = $1";

// Tokens hold letters, digits and the mark only, so nothing in them needs escaping.
std::set<std::string> tokens_of(std::string_view lines) {
    std::set<std::string> tokens;
    for (const auto& token : split(model::search_tokens(lines), " ")) {
        if (!token.empty()) {
            tokens.insert(token.substr(0, kLexemeBytesMax));
        }
    }
    return tokens;
}

std::set<std::string> lexemes_of(std::string_view tsvector) {
    std::set<std::string> lexemes;
    for (auto& lexeme : split(std::string(tsvector), " ")) {
        if (!lexeme.empty()) {
            lexemes.insert(std::move(lexeme));
        }
    }
    return lexemes;
}

std::string open_text(const model::SearchPhrase& phrase) {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < phrase.tokens.size(); ++i) {
        const bool prefix = phrase.prefix && i + 1 == phrase.tokens.size();
        tokens.push_back("'" + phrase.tokens[i].substr(0, kLexemeBytesMax) +
                         "':" + (prefix ? "*A" : "A"));
    }
    return "(" + join(tokens, " & ") + ")";
}

std::string personal_text(const std::vector<std::string>& words, const store::Sealer& sealer) {
    std::vector<std::string> tokens;
    for (const auto& word : words) {
        tokens.push_back("'" + sealer.blind_word(word) + "':B");
    }
    return "(" + join(tokens, " & ") + ")";
}

// Units are not in the index; the caller looks at each record anyway.
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

}  // namespace

std::string tokens_text(const SearchDocument& document, const store::Sealer& sealer) {
    const auto open = tokens_of(document.open);
    const auto blinded = store::blinded_words(sealer, document.personal);
    const std::set<std::string> personal(blinded.begin(), blinded.end());
    std::string text;
    for (const auto& token : open) {
        text += fmt::format("'{}':1A{} ", token, personal.contains(token) ? ",2B" : "");
    }
    for (const auto& token : personal) {
        if (!open.contains(token)) {
            text += fmt::format("'{}':2B ", token);
        }
    }
    return text.size() > kTokensBytesMax ? kEveryWord : text;
}

std::string match_text(const store::SearchQuery& query, const store::Sealer& sealer) {
    const bool personal = query.personal == store::PersonalFields::Search;
    std::vector<std::string> words;
    for (const auto& word : query.words) {
        std::vector<std::string> phrases;
        for (const auto& phrase : model::search_phrases(word)) {
            phrases.push_back(open_text(phrase));
        }
        for (const auto& all : personal ? model::personal_alternatives(word)
                                        : std::vector<std::vector<std::string>>()) {
            phrases.push_back(personal_text(all, sealer));
        }
        words.push_back("(" + join(phrases, " | ") + ")");
    }
    return join(words, " & ") + " | '_every'";
}

// What cannot be opened is no text of the record, and verify says so.
SearchDocument SearchIndex::read_document(const Row& row) const {
    SearchDocument document{RecordId{row.integer(0)},
                            LedgerId{row.integer(1)},
                            AreaId{row.integer(2)},
                            row.date(3),
                            row.text(4),
                            ""};
    sealer().open_lines(document.id, row.bytes(5), document.personal);
    return document;
}

std::optional<SearchHead> SearchIndex::head() {
    const Rows rows = connection_.query(
        "SELECT format, last_seq FROM search_head WHERE office_id = $1", Parameters(office_));
    if (rows.empty()) {
        return std::nullopt;
    }
    SearchHead head;
    head.format = static_cast<int>(rows[0].integer(0));
    head.last_seq = rows[0].integer(1);
    const Rows ledgers = connection_.query(
        "SELECT ledger_id, wording, built_to FROM search_ledger WHERE office_id = $1",
        Parameters(office_));
    for (int i = 0; i < ledgers.size(); ++i) {
        head.ledgers[LedgerId{ledgers[i].integer(0)}] = {ledgers[i].integer(1),
                                                         RecordId{ledgers[i].integer(2)}};
    }
    return head;
}

std::int64_t SearchIndex::last_event() {
    const Rows rows = connection_.query("SELECT max(seq) FROM audit_event WHERE office_id = $1",
                                        Parameters(office_));
    return rows[0].integer(0);
}

void SearchIndex::find(const store::SearchQuery& query,
                       const std::function<bool(const SearchCandidate&)>& visit) {
    Sql sql;
    sql << "SELECT record_id, ledger_id FROM search_document WHERE office_id = "
        << sql.bind(office_) << " AND tokens @@ " << sql.bind(match_text(query, sealer()))
        << "::tsquery";
    if (query.before) {
        sql << " AND record_id < " << sql.bind(query.before);
    }
    if (query.ledger) {
        sql << " AND ledger_id = " << sql.bind(*query.ledger);
    }
    if (const auto within = areas_of(*query.scope)) {
        sql << " AND area_id = ANY (" << sql.bind(array_text(*within)) << "::bigint[])";
    }
    if (query.areas && query.areas->size() <= limits::kSearchFacetsMax) {
        sql << " AND area_id = ANY (" << sql.bind(array_text(*query.areas)) << "::bigint[])";
    }
    if (query.period) {
        sql << " AND happened_on BETWEEN " << sql.bind(query.period->from) << " AND "
            << sql.bind(query.period->to);
    }
    sql << " ORDER BY record_id DESC";
    connection_.scan(sql, [&](const Row& row) {
        return visit({RecordId{row.integer(0)}, LedgerId{row.integer(1)}});
    });
}

std::optional<SearchDocument> SearchIndex::document(RecordId id) {
    const Rows rows = connection_.query(std::string(kDocumentColumns) + " AND record_id = $2",
                                        Parameters(office_, id));
    return rows.empty() ? std::nullopt : std::optional(read_document(rows[0]));
}

void SearchIndex::scan_documents(RecordId after,
                                 const std::function<bool(const SearchDocument&)>& visit) {
    connection_.scan(std::string(kDocumentColumns) + " AND record_id > $2 ORDER BY record_id",
                     Parameters(office_, after),
                     [&](const Row& row) { return visit(read_document(row)); });
}

std::vector<std::string> SearchIndex::check(const std::function<bool()>& go_on) {
    std::vector<std::string> findings;
    connection_.scan(std::string(kDocumentColumns) + " ORDER BY record_id", Parameters(office_),
                     [&](const Row& row) {
                         const auto document = read_document(row);
                         const auto wanted = lexemes_of(tokens_text(document, sealer()));
                         const auto found = lexemes_of(row.bytes(6));
                         if (wanted != found) {
                             findings.push_back(
                                 fmt::format("查找索引：条目 {} 应有 {} 个词，实有 {} 个或内容不同",
                                             document.id.value, wanted.size(), found.size()));
                         }
                         return findings.size() < limits::kVerifyFindingsMax && go_on();
                     });
    return findings;
}

void SearchIndex::put_head(const SearchHead& head) {
    connection_.query(
        "INSERT INTO search_head (office_id, format, last_seq) VALUES ($1, $2, $3) "
        "ON CONFLICT (office_id) DO UPDATE SET format = excluded.format, "
        "last_seq = excluded.last_seq",
        Parameters(office_, head.format, head.last_seq));
    for (const auto& [id, state] : head.ledgers) {
        connection_.query(
            "INSERT INTO search_ledger (office_id, ledger_id, wording, built_to) "
            "VALUES ($1, $2, $3, $4) ON CONFLICT (office_id, ledger_id) DO UPDATE "
            "SET wording = excluded.wording, built_to = excluded.built_to",
            Parameters(office_, id, state.wording, state.built_to));
    }
}

void SearchIndex::put_document(const SearchDocument& document) {
    connection_.query(
        "INSERT INTO search_document (office_id, record_id, ledger_id, area_id, happened_on, "
        "open_text, personal_sealed, tokens) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::tsvector) "
        "ON CONFLICT (office_id, record_id) DO UPDATE SET ledger_id = excluded.ledger_id, "
        "area_id = excluded.area_id, happened_on = excluded.happened_on, "
        "open_text = excluded.open_text, personal_sealed = excluded.personal_sealed, "
        "tokens = excluded.tokens",
        Parameters(office_, document.id, document.ledger, document.area, document.happened_on,
                   document.open, bytes_text(sealer().seal_lines(document.id, document.personal)),
                   tokens_text(document, sealer())));
}

void SearchIndex::drop_document(RecordId id) {
    connection_.query("DELETE FROM search_document WHERE office_id = $1 AND record_id = $2",
                      Parameters(office_, id));
}

void SearchIndex::clear() {
    for (const auto* table : {"search_document", "search_ledger", "search_head"}) {
        connection_.query(fmt::format("DELETE FROM {} WHERE office_id = $1", table),
                          Parameters(office_));
    }
}

}  // namespace taizhang::store_postgres
