// SPDX-License-Identifier: Apache-2.0
// Whether indexes hold what their table holds: each read once, in its own order, and the sums of
// their entries' hashes compared. With a key that nobody knows before, no forged entry fits.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace taizhang::store_sqlite {

struct TableIndex {
    std::string name;
    bool is_table = false;             // the table itself is kept by this key, without rowid
    std::vector<std::string> columns;  // all that it keeps, in its order; of a table its key
    std::size_t unique_columns = 0;    // how many of them may not come twice; 0: not unique
    std::string condition;             // of a partial index
};

// Nothing where an index has an order or an expression that is not followed here.
std::optional<std::vector<TableIndex>> indexes_of(SQLite::Database& database,
                                                  const std::string& table);

// Ascending, without doubles where unique, and the same entries as the table. `key`: at random.
bool indexes_agree(SQLite::Database& database, const std::string& table,
                   const std::vector<TableIndex>& indexes, std::uint64_t key);

}  // namespace taizhang::store_sqlite
