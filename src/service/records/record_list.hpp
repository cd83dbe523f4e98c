// SPDX-License-Identifier: Apache-2.0
// Records of a ledger as a person looks at them: a page, one of them, and how it came to be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/records/record_sight.hpp"
#include "service/session.hpp"

namespace taizhang::service {

struct ListRequest {
    std::string ledger;  // name or Chinese title
    std::vector<std::string>
        filters;        // "amount ge 500", "cause in illness,accident", "phone missing"
    std::string words;  // to search for; empty: whatever they say
    std::string sort;   // "-paid_on,amount": at most limits::kSortKeysMax fields
    std::string area;   // code or name; empty: the whole scope
    std::optional<Period> period;
    store::Deleted deleted = store::Deleted::Exclude;
    std::string after;  // next_page of the page before; empty: from the beginning
    std::size_t records_max = 50;
    std::optional<std::vector<RecordId>> ids;  // only these
};

struct RecordPage {
    std::shared_ptr<const Definitions> definitions;
    const model::LedgerDefinition* ledger = nullptr;
    std::optional<RecordSight> sight;  // which fields of each record may be shown
    std::vector<model::LedgerRecord> records;
    std::string next_page;       // empty: this is the last
    std::int64_t estimate = -1;  // records of ledger, period and area; -1: not counted
};

// `ids` in place of the words: those (of them) that have the words, limits::kSearchResultsMax at
// most. Before the list is read, as the search may have to bring its index up first.
Result<ListRequest> with_words_found(const Session& session, const ListRequest& request);

// The request as a question to the store, without its page mark; `sight` outlives it.
Result<store::PageQuery> page_query(store::ReadTx& tx, const Session& session,
                                    const ListRequest& request, const RecordPage& page);

// Without a sort: the newest first. Personal fields can neither be filtered nor sorted by those who
// may not find by them.
Result<RecordPage> list_records(const Session& session, const ListRequest& request);

// With one record. NotFound outside the scope; also what lies in the recycle bin is found.
Result<RecordPage> get_record(const Session& session, const std::string& ledger, RecordId id);

}  // namespace taizhang::service
