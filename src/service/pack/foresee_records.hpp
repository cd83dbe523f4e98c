// SPDX-License-Identifier: Apache-2.0
// Stored records held against definitions that are to come.
#pragma once

#include "service/pack/foresee_change.hpp"

namespace taizhang::service {

// Fills in `foreseen.records` and `foreseen.figures`, whose indicators are named there already. A
// count is told only to whom it could tell nothing that he may not see (docs/decisions/0017).
void foresee_records(store::ReadTx& tx, const Session& session, const Definitions& definitions,
                     const ChangePlan& plan, ChangeForeseen& foreseen);

}  // namespace taizhang::service
