// SPDX-License-Identifier: Apache-2.0
// Every ledger that may have records: those in use, and those that the pack no longer has. Retiring
// a ledger takes nothing out of the store, so verify goes on looking after it.
#pragma once

#include <vector>

#include "service/verify/record_traces.hpp"

namespace taizhang::service {

struct RetiredLedgers {
    std::vector<model::LedgerDefinition> definitions;
    std::vector<LedgerId> ids;  // parallel to them
};

Result<RetiredLedgers> retired_ledgers(store::ReadTx& tx);

// Points into both.
TracedLedgers traced_ledgers(const Definitions& definitions, const RetiredLedgers& retired);

}  // namespace taizhang::service
