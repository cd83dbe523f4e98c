// SPDX-License-Identifier: Apache-2.0
// The typed table of a ledger: its SQL, and records to and from rows.
#pragma once

#include <string>
#include <vector>

#include "store/store.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

std::string table_name(const model::LedgerDefinition& ledger);  // ledger_temporary_relief
std::string column_name(const model::FieldDefinition& field);   // amount_fen
std::vector<std::string> create_table_sql(const model::LedgerDefinition& ledger);
// What is missing in a table that has these columns.
std::vector<std::string> add_columns_sql(const model::LedgerDefinition& ledger,
                                         const std::vector<std::string>& columns);

std::string insert_sql(const model::LedgerDefinition& ledger);
std::string update_sql(const model::LedgerDefinition& ledger);
std::string select_sql(const store::RecordQuery& query);
// Queries of one ledger with the same shape have the same select_sql().
unsigned select_shape(const store::RecordQuery& query);

// The texts of `record` are not copied: it must stay until the statement has run.
void bind_insert(SQLite::Statement& statement, OfficeId office,
                 const model::LedgerDefinition& ledger, const model::LedgerRecord& record);
void bind_update(SQLite::Statement& statement, OfficeId office,
                 const model::LedgerDefinition& ledger, const model::LedgerRecord& record);
void bind_select(SQLite::Statement& statement, OfficeId office, const store::RecordQuery& query);
model::LedgerRecord read_record(const SQLite::Statement& statement,
                                const model::LedgerDefinition& ledger);

}  // namespace taizhang::store_sqlite
