// SPDX-License-Identifier: Apache-2.0
// A query of records: its SQL, and records from its rows.
#pragma once

#include "store/sealer.hpp"
#include "store/store.hpp"
#include "store_postgres/connection.hpp"

namespace taizhang::store_postgres {

// SELECT … FROM the ledger WHERE office_id = …, and the query's filters; without an order.
void append_select(Sql& sql, OfficeId office, const store::RecordQuery& query);
Sql select_sql(OfficeId office, const store::RecordQuery& query);
Sql page_sql(const store::Sealer& sealer, OfficeId office, const store::PageQuery& query);
// At most a handful of rows can answer it.
bool asks_for_few(const store::RecordQuery& query);
// Into a record that holds nothing, or the row before of the same query.
void read_record(const Row& row, const store::Sealer& sealer, const store::RecordQuery& query,
                 model::LedgerRecord& record);

}  // namespace taizhang::store_postgres
