// SPDX-License-Identifier: Apache-2.0
// A page of records as SQL.
#pragma once

#include <string>

#include "store/record_page.hpp"
#include "store/sealer.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

// Where a list by day finds its rows: in the table of days, or, while that has a gap, in the
// ledger.
enum class Days { Table, Ledger };

std::string page_sql(const store::PageQuery& query, Days days);
// Texts of `query` are not copied: it must stay until the statement has run.
void bind_page(SQLite::Statement& statement, const store::Sealer& sealer, OfficeId office,
               const store::PageQuery& query);

}  // namespace taizhang::store_sqlite
