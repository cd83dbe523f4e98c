// SPDX-License-Identifier: Apache-2.0
// The columns of the row that a statement stands on, for passes over very many rows: without the
// checks and the counted reference that SQLite::Column makes for each.
#pragma once

#include <sqlite3.h>

#include <string_view>

#include "base/digest.hpp"

namespace taizhang::store_sqlite {

// Valid until the statement moves on, and so are the views that it gives.
class Row {
  public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

    bool is_null(int column) const {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    double real(int column) const { return sqlite3_column_double(statement_, column); }
    // Of text and blobs alike; empty for NULL.
    std::string_view bytes(int column) const {
        const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    Digest digest(int column) const;  // zeros for NULL

  private:
    sqlite3_stmt* statement_;
};

}  // namespace taizhang::store_sqlite
