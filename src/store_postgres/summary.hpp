// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "store/backup.hpp"
#include "store_postgres/connection.hpp"
#include "store_postgres/ledger_table.hpp"

namespace taizhang::store_postgres {

// Of the open transaction. NotFound without an office.
Result<store::StoreSummary> summary_of(Connection& connection,
                                       const std::vector<TableShape>& tables);

}  // namespace taizhang::store_postgres
