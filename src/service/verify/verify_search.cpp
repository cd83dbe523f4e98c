// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "base/limits.hpp"
#include "service/search/search_index.hpp"
#include "service/verify/checks.hpp"

namespace taizhang::service {
namespace {

constexpr const char* kMend = "。taizhang search --rebuild 可重编";

// The documents by id, a page of them at a time.
class DocumentFeed {
  public:
    explicit DocumentFeed(store::ReadTx& tx) : tx_(tx) { fetch(); }

    const store::SearchDocument* current() const {
        return at_ < page_.size() ? &page_[at_] : nullptr;
    }

    void advance() {
        if (++at_ == page_.size()) {
            fetch();
        }
    }

  private:
    void fetch() {
        page_.clear();
        at_ = 0;
        std::size_t bytes = 0;
        tx_.search().scan_documents(last_, [&](const store::SearchDocument& document) {
            last_ = document.id;
            bytes += document.open.size() + document.personal.size();
            page_.push_back(document);
            return page_.size() < limits::kVerifyRecordsRead &&
                   bytes < limits::kVerifyTextBytesRead;
        });
    }

    store::ReadTx& tx_;
    std::vector<store::SearchDocument> page_;
    std::size_t at_ = 0;
    RecordId last_{INT64_MIN};
};

class SearchVerifier {
  public:
    SearchVerifier(store::ReadTx& tx, const Definitions& definitions, VerifyOutcome& outcome)
        : definitions_(definitions),
          outcome_(outcome),
          indexed_to_(tx.search().head()->last_seq),
          names_(search_names(tx, definitions)),
          documents_(tx) {
        for (const auto& ledger : definitions.catalog.pack.ledgers) {
            ledgers_.insert(definitions.catalog.id_of(ledger));
        }
    }

    void take(const RecordTrace& trace) {
        if (trace.events == 0) {
            return;  // is told of by the check of records, and out of order here
        }
        pass_documents_before(trace.id);
        const auto* document = documents_.current();
        const bool found = document != nullptr && document->id == trace.id;
        // What was written later the next search takes up.
        if (trace.last.seq <= indexed_to_) {
            found_ += found && ledgers_.contains(document->ledger) ? 1 : 0;
            compare(trace, found ? document : nullptr);
        }
        if (found) {
            documents_.advance();
        }
    }

    void finish() {
        pass_documents_before(store::kSearchComplete);
        if (found_ != expected_) {
            note_finding(outcome_,
                         fmt::format("查找索引有 {} 条，应有 {} 条{}", found_, expected_, kMend));
        }
    }

  private:
    // Of no record.
    void pass_documents_before(RecordId id) {
        for (const auto* document = documents_.current(); document != nullptr && document->id < id;
             document = documents_.current()) {
            found_ += ledgers_.contains(document->ledger) ? 1 : 0;
            documents_.advance();
        }
    }

    void compare(const RecordTrace& trace, const store::SearchDocument* document) {
        if (trace.record == nullptr || trace.record->deleted ||
            !ledgers_.contains(trace.ledger.id)) {
            return;
        }
        ++expected_;
        const auto& ledger = *trace.ledger.definition;
        if (document == nullptr ||
            *document != search_document(definitions_, ledger, *trace.record, names_)) {
            note_finding(outcome_, fmt::format("{} {} 与查找索引不符{}", ledger.title.zh,
                                               trace.record->number, kMend));
        }
    }

    const Definitions& definitions_;
    VerifyOutcome& outcome_;
    std::int64_t indexed_to_;
    model::SearchNames names_;
    DocumentFeed documents_;
    std::set<LedgerId> ledgers_;  // in use
    std::int64_t found_ = 0;
    std::int64_t expected_ = 0;
};

}  // namespace

// Of an index that is not built through, nothing can be said yet: the next search goes on.
void verify_search(store::ReadTx& tx, const Definitions& definitions, const RetiredLedgers& retired,
                   Progress& progress, VerifyOutcome& outcome) {
    if (!tx.search().head() || search_lag(tx, definitions, 1).unbuilt) {
        return;
    }
    SearchVerifier verifier(tx, definitions, outcome);
    const bool whole =
        visit_traces(tx, traced_ledgers(definitions, retired), [&](const RecordTrace& trace) {
            verifier.take(trace);
            return progress.go_on();
        });
    if (whole) {
        verifier.finish();
    }
}

void verify_search_words(store::ReadTx& tx, Progress& progress, VerifyOutcome& outcome) {
    if (!tx.search().head()) {
        return;
    }
    for (const auto& finding : tx.search().check([&] { return progress.go_on(); })) {
        note_finding(outcome, finding + kMend);
    }
}

}  // namespace taizhang::service
