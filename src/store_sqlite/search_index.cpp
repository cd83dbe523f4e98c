// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/search_index.hpp"

#include <functional>
#include <stdexcept>
#include <string_view>

#include "base/text.hpp"
#include "model/search/search_tokens.hpp"
#include "store_sqlite/search_facets.hpp"

namespace taizhang::store_sqlite {

using store::SearchCandidate;
using store::SearchDocument;
using store::SearchHead;

namespace {

constexpr int kMergePages = 2'000;  // of the index, written in one step

std::string facets_of(const SearchDocument& document) {
    return fmt::format("{} {} {} {}", ledger_facet(document.ledger), area_facet(document.area),
                       month_facet(month_bucket(document.happened_on)),
                       day_facet(day_bucket(document.happened_on)));
}

// The sum over all tokens does not depend on their order, so two lists are compared as they come.
class TokenSum {
  public:
    void add(std::string_view token, std::uint64_t times) {
        sum_ += times * std::hash<std::string_view>{}(token);
        count_ += times;
    }

    void add_all(std::string_view tokens) {
        while (!tokens.empty()) {
            const auto end = tokens.find(' ');
            const auto token = tokens.substr(0, end);
            if (!token.empty()) {
                add(token, 1);
            }
            tokens.remove_prefix(end == std::string_view::npos ? tokens.size() : end + 1);
        }
    }

    std::uint64_t count() const { return count_; }
    bool operator==(const TokenSum&) const = default;

  private:
    std::uint64_t sum_ = 0;
    std::uint64_t count_ = 0;
};

constexpr const char* kDocumentColumns =
    "SELECT record_id, ledger_id, area_id, happened_on, open_text, personal_sealed "
    "FROM search_document WHERE office_id = ?";

}  // namespace

SearchDocument SearchIndex::read_document(SQLite::Statement& row, bool& damaged) const {
    SearchDocument document{RecordId{row.getColumn(0).getInt64()},
                            LedgerId{row.getColumn(1).getInt64()},
                            AreaId{row.getColumn(2).getInt64()},
                            parse_date(row.getColumn(3).getText()).value_or(Date{}),
                            row.getColumn(4).getString(),
                            ""};
    damaged = !sealer().open_lines(document.id, row.getColumn(5).getString(), document.personal);
    return document;
}

// Sorted, so that they do not tell the order of what they stand for.
std::string SearchIndex::blinded_words(const SearchDocument& document) const {
    return join(store::blinded_words(sealer(), document.personal), " ");
}

std::optional<SearchHead> SearchIndex::head() {
    auto& row =
        connection_.statement("SELECT format, last_seq FROM search_head WHERE office_id = ?");
    row.bind(1, office_.value);
    if (!row.executeStep()) {
        return std::nullopt;
    }
    SearchHead head;
    head.format = row.getColumn(0).getInt();
    head.last_seq = row.getColumn(1).getInt64();
    row.reset();
    auto& ledger = connection_.statement(
        "SELECT ledger_id, wording, built_to FROM search_ledger WHERE office_id = ?");
    ledger.bind(1, office_.value);
    while (ledger.executeStep()) {
        head.ledgers[LedgerId{ledger.getColumn(0).getInt64()}] = {
            ledger.getColumn(1).getInt64(), RecordId{ledger.getColumn(2).getInt64()}};
    }
    ledger.reset();
    return head;
}

std::int64_t SearchIndex::last_event() {
    auto& row = connection_.statement("SELECT max(seq) FROM audit_event WHERE office_id = ?");
    row.bind(1, office_.value);
    const std::int64_t last = row.executeStep() ? row.getColumn(0).getInt64() : 0;
    row.reset();
    return last;
}

void SearchIndex::find(const store::SearchQuery& query,
                       const std::function<bool(const SearchCandidate&)>& visit) {
    // CROSS JOIN keeps the order of the tables: the index first, newest record first.
    auto& row = connection_.statement(
        "SELECT s.rowid, d.ledger_id FROM search_index s CROSS JOIN search_document d "
        "ON d.office_id = ? AND d.record_id = s.rowid "
        "WHERE s.search_index MATCH ? AND s.rowid < ? ORDER BY s.rowid DESC");
    row.bind(1, office_.value);
    row.bind(2, match_text(query, sealer()));
    row.bind(3, query.before ? query.before.value : INT64_MAX);
    while (row.executeStep()) {
        if (!visit(
                {RecordId{row.getColumn(0).getInt64()}, LedgerId{row.getColumn(1).getInt64()}})) {
            break;
        }
    }
    row.reset();
}

std::optional<SearchDocument> SearchIndex::document(RecordId id) {
    auto& row = connection_.statement(std::string(kDocumentColumns) + " AND record_id = ?");
    row.bind(1, office_.value);
    row.bind(2, id.value);
    std::optional<SearchDocument> document;
    bool damaged = false;
    if (row.executeStep()) {
        document = read_document(row, damaged);
    }
    row.reset();
    if (damaged) {
        // Its words are not known, so they cannot be taken out of the index.
        throw std::runtime_error("查找索引的密文打不开，taizhang search --rebuild 重编");
    }
    return document;
}

void SearchIndex::scan_documents(RecordId after,
                                 const std::function<bool(const SearchDocument&)>& visit) {
    auto& row = connection_.statement(std::string(kDocumentColumns) +
                                      " AND record_id > ? ORDER BY record_id");
    row.bind(1, office_.value);
    row.bind(2, after.value);
    bool damaged = false;
    while (row.executeStep()) {
        if (!visit(read_document(row, damaged))) {
            break;
        }
    }
    row.reset();
}

std::vector<std::string> SearchIndex::check(const std::function<bool()>& go_on) {
    TokenSum wanted;
    bool whole = true;
    scan_documents(RecordId{INT64_MIN}, [&](const SearchDocument& document) {
        wanted.add_all(model::search_tokens(document.open));
        wanted.add_all(blinded_words(document));
        wanted.add_all(facets_of(document));
        return whole = go_on();
    });
    connection_.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_vocabulary "
        "USING fts5vocab ('main', 'search_index', 'row')");
    TokenSum found;
    auto& terms = connection_.statement("SELECT term, cnt FROM temp.search_vocabulary");
    while (whole && terms.executeStep()) {
        found.add(terms.getColumn(0).getText(),
                  static_cast<std::uint64_t>(terms.getColumn(1).getInt64()));
        whole = go_on();
    }
    terms.reset();
    if (!whole || wanted == found) {
        return {};
    }
    return {
        fmt::format("查找索引应有 {} 个词，实有 {} 个或内容不同", wanted.count(), found.count())};
}

void SearchIndex::put_head(const SearchHead& head) {
    auto& row = connection_.statement(
        "INSERT INTO search_head (office_id, format, last_seq) VALUES (?, ?, ?) "
        "ON CONFLICT (office_id) DO UPDATE SET format = excluded.format, "
        "last_seq = excluded.last_seq");
    row.bind(1, office_.value);
    row.bind(2, head.format);
    row.bind(3, head.last_seq);
    row.exec();
    auto& ledger = connection_.statement(
        "INSERT INTO search_ledger (office_id, ledger_id, wording, built_to) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (office_id, ledger_id) DO UPDATE SET wording = excluded.wording, "
        "built_to = excluded.built_to");
    for (const auto& [id, state] : head.ledgers) {
        renewed(ledger).bind(1, office_.value);
        ledger.bind(2, id.value);
        ledger.bind(3, state.wording);
        ledger.bind(4, state.built_to.value);
        ledger.exec();
    }
}

void SearchIndex::write_tokens(const SearchDocument& document, bool added) {
    auto& row = connection_.statement(
        added ? "INSERT INTO search_index (rowid, open_text, personal_text, facets) "
                "VALUES (?, ?, ?, ?)"
              : "INSERT INTO search_index (search_index, rowid, open_text, personal_text, facets) "
                "VALUES ('delete', ?, ?, ?, ?)");
    row.bind(1, document.id.value);
    row.bind(2, model::search_tokens(document.open));
    row.bind(3, blinded_words(document));
    row.bind(4, facets_of(document));
    row.exec();
}

void SearchIndex::note_leftovers() {
    auto& row = connection_.statement("UPDATE search_head SET leftovers = 1 WHERE office_id = ?");
    row.bind(1, office_.value);
    row.exec();
}

void SearchIndex::put_document(const SearchDocument& document) {
    const auto before = this->document(document.id);
    if (before == document) {
        return;
    }
    if (before) {
        write_tokens(*before, false);
        if (!before->personal.empty() && before->personal != document.personal) {
            note_leftovers();
        }
    }
    auto& row = connection_.statement(
        "INSERT OR REPLACE INTO search_document (office_id, record_id, ledger_id, area_id, "
        "happened_on, open_text, personal_sealed) VALUES (?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, office_.value);
    row.bind(2, document.id.value);
    row.bind(3, document.ledger.value);
    row.bind(4, document.area.value);
    row.bind(5, format_date(document.happened_on));
    row.bind(6, document.open);
    const auto sealed = sealer().seal_lines(document.id, document.personal);
    row.bind(7, sealed.data(), static_cast<int>(sealed.size()));
    row.exec();
    write_tokens(document, true);
}

void SearchIndex::drop_document(RecordId id) {
    const auto before = document(id);
    if (!before) {
        return;
    }
    write_tokens(*before, false);
    if (!before->personal.empty()) {
        note_leftovers();
    }
    auto& row =
        connection_.statement("DELETE FROM search_document WHERE office_id = ? AND record_id = ?");
    row.bind(1, office_.value);
    row.bind(2, id.value);
    row.exec();
}

void SearchIndex::clear() {
    connection_.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')");
    for (const auto* table : {"search_document", "search_ledger", "search_head"}) {
        connection_.execute(fmt::format("DELETE FROM {}", table));
    }
}

// An erased token stays in its segment until that is merged with the one that says so. A negative
// count makes FTS5 merge every segment into one, in pieces.
bool SearchIndex::erase_leftovers() {
    auto& left = connection_.statement("SELECT leftovers FROM search_head WHERE office_id = ?");
    left.bind(1, office_.value);
    const bool any = left.executeStep() && left.getColumn(0).getInt() != 0;
    left.reset();
    if (!any) {
        return false;
    }
    const auto before = connection_.database().getTotalChanges();
    connection_.execute(fmt::format(
        "INSERT INTO search_index (search_index, rank) VALUES ('merge', -{})", kMergePages));
    // FTS5 counts one change for the command itself, and more when there was anything to merge.
    if (connection_.database().getTotalChanges() - before >= 2) {
        return true;
    }
    auto& done = connection_.statement("UPDATE search_head SET leftovers = 0 WHERE office_id = ?");
    done.bind(1, office_.value);
    done.exec();
    return false;
}

}  // namespace taizhang::store_sqlite
