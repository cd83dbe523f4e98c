// SPDX-License-Identifier: Apache-2.0
// The full-text index in FTS5.
#pragma once

#include "store/sealer.hpp"
#include "store/search.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

// The text of MATCH: words, those of personal texts blinded, then filters as tokens that no text
// has
// (_l7 _a12 _m202005 _d20200531).
std::string match_text(const store::SearchQuery& query, const store::Sealer& sealer);

class SearchIndex : public store::SearchReader, public store::SearchWriter {
  public:
    SearchIndex(Connection& connection, OfficeId office)
        : connection_(connection), office_(office) {}

    std::optional<store::SearchHead> head() override;
    std::int64_t last_event() override;
    void find(const store::SearchQuery& query,
              const std::function<bool(const store::SearchCandidate&)>& visit) override;
    std::optional<store::SearchDocument> document(RecordId id) override;
    void scan_documents(RecordId after,
                        const std::function<bool(const store::SearchDocument&)>& visit) override;
    std::vector<std::string> check(const std::function<bool()>& go_on) override;

    void put_head(const store::SearchHead& head) override;
    void put_document(const store::SearchDocument& document) override;
    void drop_document(RecordId id) override;
    void clear() override;
    bool erase_leftovers() override;

  private:
    store::Sealer sealer() const { return {connection_.keys(), office_}; }
    store::SearchDocument read_document(SQLite::Statement& row, bool& damaged) const;
    std::string blinded_words(const store::SearchDocument& document) const;
    void write_tokens(const store::SearchDocument& document, bool added);
    void note_leftovers();

    Connection& connection_;
    OfficeId office_;
};

}  // namespace taizhang::store_sqlite
