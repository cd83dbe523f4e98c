// SPDX-License-Identifier: Apache-2.0
// A query of records: its SQL, and records from its rows.
#pragma once

#include <string>

#include "store/sealer.hpp"
#include "store/store.hpp"
#include "store_sqlite/connection.hpp"

namespace taizhang::store_sqlite {

// [1,2,3], for json_each().
template <typename Id>
std::string ids_json(const std::vector<Id>& ids) {
    std::string text = "[";
    for (const Id id : ids) {
        text += (text.size() == 1 ? "" : ",") + std::to_string(id.value);
    }
    return text + "]";
}

// SELECT … FROM source WHERE office_id = ?, and the filters behind it: select_sql() in parts.
std::string select_head(const store::RecordQuery& query, std::string_view source);
std::string select_filters(const store::RecordQuery& query);
std::string by_number(
    const model::LedgerDefinition& ledger);  // a source: the ledger by its numbers
std::string select_sql(const store::RecordQuery& query);
// Queries of one ledger with the same shape, and for all fields, have the same select_sql().
// Not of those that several roles put together, whose queries have no common shape.
bool has_plain_scope(const store::RecordQuery& query);
unsigned select_shape(const store::RecordQuery& query);
// Returns the index of the next parameter.
int bind_select(SQLite::Statement& statement, OfficeId office, const store::RecordQuery& query);
// Into a record that holds nothing, or the row before of the same query.
void read_record(const Row& row, const store::Sealer& sealer, const store::RecordQuery& query,
                 model::LedgerRecord& record);

}  // namespace taizhang::store_sqlite
