// SPDX-License-Identifier: Apache-2.0
// Which header of its own tables an office takes for which field: chosen once, remembered for each
// ledger, listed and forgotten.
#pragma once

#include <string>
#include <vector>

#include "service/session.hpp"

namespace taizhang::service {

// "备考=备注": a header and a field, by name or title. InvalidInput names the nearest field.
Result<ColumnChoices> read_column_choices(const model::LedgerDefinition& ledger,
                                          const std::vector<std::string>& bindings);

// Nothing is written where nothing is new. `actor` goes into the audit event.
Result<void> remember_columns(store::Store& store, const model::LedgerDefinition& ledger,
                              const ColumnChoices& choices, const std::string& actor);

struct ColumnChoiceRow {
    std::string ledger;  // 临时救助
    std::string header;
    std::string field;
    std::string title;
};

// Of one ledger, or of all where the name is empty.
Result<std::vector<ColumnChoiceRow>> list_column_choices(const Session& session,
                                                         const std::string& ledger);
Result<void> forget_column(const Session& session, const std::string& ledger,
                           const std::string& header);

}  // namespace taizhang::service
