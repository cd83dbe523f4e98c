// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "service/records/record_sight.hpp"
#include "service/search/search_records.hpp"

namespace taizhang::service {

// The text with its ranges told apart; of a long one only what stands around them.
std::vector<TextPart> marked_parts(std::string_view text, std::vector<model::SourceRange> ranges);

// Looks for all words in the fields of one record that the sight may compare by; nothing unless
// each is found.
class RecordMatcher {
  public:
    explicit RecordMatcher(const std::vector<model::SearchWord>& words) : words_(words) {}

    std::optional<std::vector<FoundText>> match(const model::LedgerDefinition& ledger,
                                                const model::LedgerRecord& record,
                                                const RecordSight& sight,
                                                const model::SearchNames& names) const;

  private:
    const std::vector<model::SearchWord>& words_;
};

}  // namespace taizhang::service
