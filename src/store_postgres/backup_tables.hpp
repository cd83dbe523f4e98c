// SPDX-License-Identifier: Apache-2.0
// The tables of a store as a backup names them. Of SQL there is nothing in a backup: what is made
// of it is made by the program's own migrations and definitions.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "store_postgres/connection.hpp"
#include "store_postgres/ledger_table.hpp"

namespace taizhang::store_postgres {

inline constexpr const char* kTablesPiece = "tables.txt";

// All of our tables with their columns and types as the catalogue spells them; each stands behind
// those that it refers to.
std::vector<TableShape> stored_tables(Connection& connection);

// COPY "area" (office_id, …), without its direction.
std::string copy_of(const TableShape& table);

std::string tables_text(const std::vector<TableShape>& tables);
// Corrupt: something in it is no name or type of ours.
Result<std::vector<TableShape>> read_tables_text(std::string_view text);

bool is_ledger_table(const TableShape& table);
// As create_table_sql() takes it: without what all ledgers have.
TableShape ledger_shape(const TableShape& table);

}  // namespace taizhang::store_postgres
