// SPDX-License-Identifier: Apache-2.0
// Keeps the full-text index up to the audit log. No write waits for it; whoever searches or purges
// brings it up first.
#pragma once

#include <functional>
#include <map>

#include "model/search/record_texts.hpp"
#include "service/session.hpp"

namespace taizhang::service {

// Told after every commit of the builder.
using SearchProgress = std::function<void(std::int64_t records)>;

struct SearchBuild {
    std::int64_t records = 0;  // taken up anew
};

// Indexes what changed since the last time, in bounded commits; the first time, everything.
Result<SearchBuild> catch_up_search(const Session& session, const SearchProgress& progress);
// Throws the index away and makes it anew.
Result<SearchBuild> rebuild_search(const Session& session, const SearchProgress& progress);

// After a purge, where there is an index: catches up and erases what is left of erased texts.
Result<void> purge_search(const Session& session);

// The rest is shared by what builds, asks and verifies the index.

// Names from other tables. Valid as long as the transaction and the definitions.
model::SearchNames search_names(store::ReadTx& tx, const Definitions& definitions);

store::SearchDocument search_document(const Definitions& definitions,
                                      const model::LedgerDefinition& ledger,
                                      const model::LedgerRecord& record,
                                      const model::SearchNames& names);

// Digest of all that the texts of a ledger are made with beside its records: fields, choices, names
// of areas and units. Where it changed, the ledger is indexed anew.
std::map<LedgerId, std::int64_t> search_wordings(store::ReadTx& tx, const Definitions& definitions);

// What the index does not hold yet.
struct SearchLag {
    bool unbuilt = false;               // some ledger is not in it as it should be
    bool more = false;                  // there are more events than were asked for
    std::map<RecordId, LedgerId> tail;  // records of the events after its head
};

// Follows at most `events_max` events; `last_seq` becomes the last one followed.
std::map<RecordId, LedgerId> search_tail(store::ReadTx& tx, std::int64_t& last_seq,
                                         std::size_t events_max);
SearchLag search_lag(store::ReadTx& tx, const Definitions& definitions, std::size_t events_max);

}  // namespace taizhang::service
