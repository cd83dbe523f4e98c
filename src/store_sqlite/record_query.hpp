// SPDX-License-Identifier: Apache-2.0
// A query of records: its SQL, and records from its rows.
#pragma once

#include <string>

#include "store/store.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

// SELECT … WHERE office_id = ?, and the filters behind it: select_sql() in parts.
std::string select_head(const store::RecordQuery& query, std::string_view index);
std::string select_filters(const store::RecordQuery& query);
std::string select_sql(const store::RecordQuery& query);
// Queries of one ledger with the same shape, and for all fields, have the same select_sql().
unsigned select_shape(const store::RecordQuery& query);
// Returns the index of the next parameter.
int bind_select(SQLite::Statement& statement, OfficeId office, const store::RecordQuery& query);
model::LedgerRecord read_record(SQLite::Statement& row, const store::RecordQuery& query);

}  // namespace taizhang::store_sqlite
