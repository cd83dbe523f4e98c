// SPDX-License-Identifier: Apache-2.0
// The typed table of a ledger: its SQL, and records to and from rows.
#pragma once

#include <string>
#include <vector>

#include "store/sealer.hpp"
#include "store/store.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

// In the order in which they are bound and read.
const std::vector<std::string>& common_columns();
// Common columns carry the fields that have these roles; unit_id is made only where it is used.
bool has_own_column(const model::FieldDefinition& field);
std::string table_name(const model::LedgerDefinition& ledger);  // ledger_temporary_relief
std::string column_name(const model::FieldDefinition& field);   // amount_fen, phone_sealed
// Where equal values of it are equal: the column itself, or phone_blind.
std::string equality_column(const model::FieldDefinition& field);
std::vector<std::string> create_table_sql(const model::LedgerDefinition& ledger);
// What is missing in a table that has these columns.
std::vector<std::string> add_columns_sql(const model::LedgerDefinition& ledger,
                                         const std::vector<std::string>& columns);

std::string insert_sql(const model::LedgerDefinition& ledger);
std::string update_sql(const model::LedgerDefinition& ledger);

// A missing value stays NULL. A text is not copied: it must stay until the statement has run.
void bind_value(SQLite::Statement& statement, int index, const model::FieldDefinition& field,
                const model::Value& value);
// The texts of `record` are not copied: it must stay until the statement has run.
void bind_insert(SQLite::Statement& statement, const store::Sealer& sealer, OfficeId office,
                 const model::LedgerDefinition& ledger, const model::LedgerRecord& record);
// Of the row that is at `revision`.
void bind_update(SQLite::Statement& statement, const store::Sealer& sealer, OfficeId office,
                 const model::LedgerDefinition& ledger, const model::LedgerRecord& record,
                 std::int64_t revision);

}  // namespace taizhang::store_sqlite
