// SPDX-License-Identifier: Apache-2.0
// Rows that the program holds, as a table to select from: one statement inserts them all, with its
// cursors open from the first to the last, which takes half the time of a statement for each.
#pragma once

#include <sqlite3.h>

namespace taizhang::store_sqlite {

class GatheredRows {
  public:
    virtual ~GatheredRows() = default;
    // Goes to the next row, at first to the first. False: there is none.
    virtual bool next() = 0;
    // Of that row. Texts and bytes may stay where they are until the next.
    virtual void give(int column, sqlite3_context* to) const = 0;

  protected:
    GatheredRows() = default;
    GatheredRows(const GatheredRows&) = default;
    GatheredRows& operator=(const GatheredRows&) = default;
};

// Adds the table "gathered" with the columns c0, c1 … c13 to a connection. What `rows` points to
// when it is asked gives them.
void add_gathered_table(sqlite3* database, GatheredRows** rows);

}  // namespace taizhang::store_sqlite
