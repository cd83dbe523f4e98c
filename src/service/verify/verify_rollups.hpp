// SPDX-License-Identifier: Apache-2.0
// Whether the stored roll-ups are those that the records give.
#pragma once

#include "model/reporting/rollup_sums.hpp"
#include "service/session.hpp"
#include "service/verify/verify.hpp"

namespace taizhang::service {

void verify_rollups(store::ReadTx& tx, const Definitions& definitions,
                    const model::RollupSums& recount, VerifyOutcome& outcome);

}  // namespace taizhang::service
