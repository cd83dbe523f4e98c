// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "service/search/search_index.hpp"
#include "service/verify/verify_chain.hpp"

namespace taizhang::service {
namespace {

constexpr const char* kMend = "。taizhang search --rebuild 可重编";

class SearchVerifier {
  public:
    SearchVerifier(store::ReadTx& tx, const Definitions& definitions, VerifyOutcome& outcome)
        : tx_(tx), definitions_(definitions), outcome_(outcome) {}

    // Of an index that is not built through, nothing can be said yet: the next search goes on.
    void run() {
        const auto lag = search_lag(tx_, definitions_, SIZE_MAX);
        if (!lag.unbuilt) {
            for (const auto& ledger : definitions_.catalog.pack.ledgers) {
                verify_ledger(ledger, lag);
            }
            count_documents(lag);
        }
        for (const auto& finding : tx_.search().check()) {
            note_finding(outcome_, finding + kMend);
        }
    }

  private:
    void verify_ledger(const model::LedgerDefinition& ledger, const SearchLag& lag) {
        const auto names = search_names(tx_, definitions_);
        store::RecordQuery query;
        query.table = definitions_.table(ledger);
        query.scope = &model::kEverything;
        ledgers_.insert(query.table.id);
        tx_.scan_records(query, [&](const model::LedgerRecord& record) {
            if (lag.tail.contains(record.id)) {
                return true;
            }
            ++expected_;
            const auto wanted = search_document(definitions_, ledger, record, names);
            if (tx_.search().document(record.id) != wanted) {
                note_finding(outcome_, fmt::format("{} {} 与查找索引不符{}", ledger.title.zh,
                                                   record.number, kMend));
            }
            return true;
        });
    }

    void count_documents(const SearchLag& lag) {
        std::int64_t found = 0;
        tx_.search().scan_documents([&](const store::SearchCandidate& document) {
            const bool counted =
                ledgers_.contains(document.ledger) && !lag.tail.contains(document.id);
            found += counted ? 1 : 0;
            return true;
        });
        if (found != expected_) {
            note_finding(outcome_,
                         fmt::format("查找索引有 {} 条，应有 {} 条{}", found, expected_, kMend));
        }
    }

    store::ReadTx& tx_;
    const Definitions& definitions_;
    VerifyOutcome& outcome_;
    std::set<LedgerId> ledgers_;
    std::int64_t expected_ = 0;
};

}  // namespace

void verify_search(store::ReadTx& tx, const Definitions& definitions, VerifyOutcome& outcome) {
    if (tx.search().head()) {
        SearchVerifier(tx, definitions, outcome).run();
    }
}

}  // namespace taizhang::service
