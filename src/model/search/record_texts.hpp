// SPDX-License-Identifier: Apache-2.0
// Which texts of a record are searched: what its definition says, as a clerk reads it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/records/ledger_record.hpp"
#include "model/search/search_tokens.hpp"

namespace taizhang::model {

// Names that stand in other tables.
struct SearchNames {
    std::function<std::string(AreaId, Date)> area;
    std::function<std::string(UnitId)> unit;
    std::function<std::string(const std::string& ledger, RecordId)> number;
};

struct RecordText {
    std::optional<std::size_t> field;  // absent: the record's number
    bool personal = false;
    SearchLine line;
};

// The number first, then the fields in the definition's order. Dates, times, yes/no, points and
// attachments are not searched: lists are filtered by them. Money stands as it is shown and as it
// is typed: 1,234.50, 1234.50, 1234.5. Retired fields are left out, as they are in exports.
std::vector<RecordText> record_texts(const LedgerDefinition& ledger, const LedgerRecord& record,
                                     const SearchNames& names);

// What an index keeps of the record.
struct RecordLines {
    std::string open;
    std::string personal;
};

RecordLines record_lines(const std::vector<RecordText>& texts);

bool has_area_names(const LedgerDefinition& ledger);
bool has_unit_names(const LedgerDefinition& ledger);

}  // namespace taizhang::model
