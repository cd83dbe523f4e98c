// SPDX-License-Identifier: Apache-2.0
// Search over all ledgers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/search/search_index.hpp"

namespace taizhang::service {

struct SearchRequest {
    std::string words;
    std::string ledger;  // name or Chinese title; empty: all
    std::string area;    // code or name; empty: the whole scope
    std::optional<Period> period;
    RecordId before;  // the next page: only records entered before this one
    std::size_t results_max = 20;
    SearchProgress progress;
};

struct TextPart {
    std::string text;
    bool found = false;  // one of the words
};

struct FoundText {
    std::string field;  // Chinese title
    std::vector<TextPart> parts;
};

struct FoundRecord {
    RecordId id;
    const model::LedgerDefinition* ledger = nullptr;
    std::string number;
    Date happened_on;
    std::string area;
    std::vector<FoundText> texts;  // those with the words; personal ones masked and unmarked
};

struct SearchOutcome {
    std::shared_ptr<const Definitions> definitions;
    std::vector<FoundRecord> records;  // newest first
    bool more = false;
};

// Records in scope that have every word. Never stale: what is not indexed yet is read directly. Who
// may not find by personal fields finds by the others only. InvalidInput without words.
Result<SearchOutcome> search_records(const Session& session, const SearchRequest& request);

// The same by reading every record: slow, and what the index is tested against.
Result<SearchOutcome> scan_for_records(const Session& session, const SearchRequest& request);

}  // namespace taizhang::service
