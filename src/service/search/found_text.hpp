// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "service/search/search_records.hpp"

namespace taizhang::service {

// The text with its ranges told apart; of a long one only what stands around them.
std::vector<TextPart> marked_parts(std::string_view text, std::vector<model::SourceRange> ranges);

// Looks for all words in one record; nothing unless each is found.
class RecordMatcher {
  public:
    RecordMatcher(const std::vector<model::SearchWord>& words, bool personal)
        : words_(words), personal_(personal) {}

    std::optional<std::vector<FoundText>> match(const model::LedgerDefinition& ledger,
                                                const model::LedgerRecord& record,
                                                const model::SearchNames& names) const;

  private:
    const std::vector<model::SearchWord>& words_;
    bool personal_;
};

}  // namespace taizhang::service
