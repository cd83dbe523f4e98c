// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/backup.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

// Of the open transaction. NotFound without an office.
Result<store::StoreSummary> summary_of(Connection& connection);

}  // namespace taizhang::store_sqlite
