// SPDX-License-Identifier: Apache-2.0
// The typed table of a ledger: its SQL, and records to rows.
#pragma once

#include <string>
#include <vector>

#include "store/sealer.hpp"
#include "store/store.hpp"
#include "store_postgres/parameters.hpp"

namespace taizhang::store_postgres {

// In the order in which they are written and read; office_id comes before them.
const std::vector<std::string>& common_columns();
// Common columns carry the fields that have these roles; unit_id is made only where it is used.
bool has_own_column(const model::FieldDefinition& field);
std::string table_name(const model::LedgerDefinition& ledger);  // ledger_temporary_relief
std::string column_name(const model::FieldDefinition& field);   // amount_fen, phone_sealed
// Where equal values of it are equal: the column itself, or phone_blind.
std::string equality_column(const model::FieldDefinition& field);
// What a ledger's table has beside what all of them have.
struct TableShape {
    struct Column {
        std::string name;
        std::string type;  // SQL
    };
    std::string table;
    std::vector<Column> columns;
    std::vector<std::string> unique;  // columns whose values are not repeated in records in use
};
TableShape shape_of(const model::LedgerDefinition& ledger);

// Without effect where it is done already, also by another process.
std::vector<std::string> create_table_sql(const TableShape& shape);
std::vector<std::string> create_table_sql(const model::LedgerDefinition& ledger);
// What is missing in a table that has these columns.
std::vector<std::string> add_columns_sql(const model::LedgerDefinition& ledger,
                                         const std::vector<std::string>& columns);

bool has_unique_fields(const model::LedgerDefinition& ledger);
std::string insert_sql(const model::LedgerDefinition& ledger);
std::string copy_sql(const model::LedgerDefinition& ledger);
std::string update_sql(const model::LedgerDefinition& ledger);

// Of a field that is not personal.
Parameter value_text(const model::FieldDefinition& field, const model::Value& value);
// Of insert_sql() and of a line of copy_sql().
std::vector<Parameter> row_values(const store::Sealer& sealer, OfficeId office,
                                  const model::LedgerDefinition& ledger,
                                  const model::LedgerRecord& record);
// Of the row that is at `revision`.
Parameters update_values(const store::Sealer& sealer, OfficeId office,
                         const model::LedgerDefinition& ledger, const model::LedgerRecord& record,
                         std::int64_t revision);

}  // namespace taizhang::store_postgres
