// SPDX-License-Identifier: Apache-2.0
// The port to the full-text index. The index is derived: it follows the audit log outside the write
// path and can be made anew at any time. Its answers are candidates in the right order and scope;
// the record itself, read through RecordQuery, has the last word.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.hpp"
#include "base/ids.hpp"
#include "model/areas/area.hpp"
#include "model/areas/scope.hpp"
#include "model/search/search_word.hpp"

namespace taizhang::store {

inline constexpr RecordId kSearchComplete{INT64_MAX};

// How far the index has come with one ledger.
struct SearchedLedger {
    std::int64_t wording = 0;  // digest of the definition and names that its texts were made with
    RecordId built_to;         // every record up to it is in the index

    bool operator==(const SearchedLedger&) const = default;
};

// How far the index has come: it holds what every event up to `last_seq` left behind.
struct SearchHead {
    int format = 0;  // model::kSearchFormat when it was made
    std::int64_t last_seq = 0;
    std::map<LedgerId, SearchedLedger> ledgers;
};

// What the index holds of one record. Lines as model::record_lines() makes them.
struct SearchDocument {
    RecordId id;
    LedgerId ledger;
    AreaId area;
    Date happened_on;
    std::string open;
    std::string personal;

    bool operator==(const SearchDocument&) const = default;
};

enum class PersonalFields { LeaveOut, Search };

// Every word must be found; filters are joined by "and". Newest record first.
struct SearchQuery {
    const model::Scope* scope = nullptr;  // required
    PersonalFields personal = PersonalFields::LeaveOut;
    std::vector<model::SearchWord> words;
    std::optional<LedgerId> ledger;
    std::optional<Period> period;
    std::optional<std::vector<AreaId>> areas;
    RecordId before;  // only ids below it; 0: from the newest
};

struct SearchCandidate {
    RecordId id;
    LedgerId ledger;
};

class SearchReader {
  public:
    virtual ~SearchReader() = default;

    virtual std::optional<SearchHead> head() = 0;  // absent: never built
    virtual std::int64_t last_event() = 0;         // of the audit log; 0 without any
    // False stops. Filters of more than kSearchFacetsMax areas are left to the caller.
    virtual void find(const SearchQuery& query,
                      const std::function<bool(const SearchCandidate&)>& visit) = 0;
    virtual std::optional<SearchDocument> document(RecordId id) = 0;
    // By id, only ids above `after`; false stops.
    virtual void scan_documents(RecordId after,
                                const std::function<bool(const SearchDocument&)>& visit) = 0;
    // What in the index differs from its own documents, in Chinese; empty when sound. In bounded
    // memory; nothing is said of a check that was stopped.
    virtual std::vector<std::string> check(const std::function<bool()>& go_on) = 0;
};

class SearchWriter {
  public:
    virtual ~SearchWriter() = default;

    virtual void put_head(const SearchHead& head) = 0;
    virtual void put_document(const SearchDocument& document) = 0;  // in place of the one there is
    virtual void drop_document(RecordId id) = 0;  // or nothing, where there is none
    virtual void clear() = 0;
    // Works off what erased documents left in the files of the index, a bounded piece a time. False
    // when nothing is left.
    virtual bool erase_leftovers() = 0;
};

}  // namespace taizhang::store
