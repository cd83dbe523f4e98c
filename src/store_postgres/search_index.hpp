// SPDX-License-Identifier: Apache-2.0
// The full-text index: a tsvector for each record, made of our own tokens, under a GIN index.
#pragma once

#include "store/sealer.hpp"
#include "store/search.hpp"
#include "store_postgres/connection.hpp"

namespace taizhang::store_postgres {

// The text of a tsvector: open tokens at the first place with weight A, those of personal texts,
// blinded, at the second with weight B.
std::string tokens_text(const store::SearchDocument& document, const store::Sealer& sealer);
// The text of a tsquery. The tokens of a phrase need only all be there: texts have more tokens than
// a tsvector has places for, and the record itself has the last word.
std::string match_text(const store::SearchQuery& query, const store::Sealer& sealer);

class SearchIndex : public store::SearchReader, public store::SearchWriter {
  public:
    SearchIndex(Connection& connection, OfficeId office)
        : connection_(connection), office_(office) {}

    void set_office(OfficeId office) { office_ = office; }

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
    // A row that was written anew leaves nothing that an index could find.
    bool erase_leftovers() override { return false; }

  private:
    store::Sealer sealer() const { return {connection_.keys(), office_}; }
    store::SearchDocument read_document(const Row& row) const;

    Connection& connection_;
    OfficeId office_;
};

}  // namespace taizhang::store_postgres
