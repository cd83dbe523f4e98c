// SPDX-License-Identifier: Apache-2.0
// Taking back what a batch did, within a transaction: an import, or a bulk edit.
#pragma once

#include <string>

#include "service/records/import_records.hpp"
#include "service/records/record_sight.hpp"

namespace taizhang::service {

struct UndoGround {
    const Definitions& definitions;
    const model::LedgerDefinition& ledger;
    const access::Grant& grant;          // of whom takes it back: every record must be in reach
    const RecordSight* sight = nullptr;  // and, where there is one, every field that changes
    std::string reason;                  // in the history of each record
};

// Everything and the batch's own mark. Conflict, naming records, where one of them was changed
// since, and where the batch is undone already.
Result<UndoOutcome> take_back_batch(store::WriteTx& tx, const UndoGround& ground,
                                    store::Batch batch);

}  // namespace taizhang::service
