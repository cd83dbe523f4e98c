// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/gathered_rows.hpp"

#include <stdexcept>

namespace taizhang::store_sqlite {
namespace {

// A virtual table as https://www.sqlite.org/vtab.html describes it: "eponymous-only", so that it is
// in no schema.
struct Table {
    sqlite3_vtab base{};
    GatheredRows** rows = nullptr;
};

struct Cursor {
    sqlite3_vtab_cursor base{};
    GatheredRows* rows = nullptr;
    bool more = false;
    sqlite3_int64 row = 0;
};

Cursor& cursor_of(sqlite3_vtab_cursor* base) {
    return *reinterpret_cast<Cursor*>(base);
}

int connect(sqlite3* database, void* rows, int, const char* const*, sqlite3_vtab** made, char**) {
    const int declared = sqlite3_declare_vtab(
        database, "CREATE TABLE x (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13)");
    if (declared != SQLITE_OK) {
        return declared;
    }
    auto* table = new Table;
    table->rows = static_cast<GatheredRows**>(rows);
    *made = &table->base;
    return SQLITE_OK;
}

int disconnect(sqlite3_vtab* base) {
    delete reinterpret_cast<Table*>(base);
    return SQLITE_OK;
}

int plan(sqlite3_vtab*, sqlite3_index_info*) {
    return SQLITE_OK;  // there is but one way through it
}

int open(sqlite3_vtab* base, sqlite3_vtab_cursor** made) {
    auto* cursor = new Cursor;
    cursor->rows = *reinterpret_cast<Table*>(base)->rows;
    *made = &cursor->base;
    return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* base) {
    delete &cursor_of(base);
    return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* base) {
    Cursor& cursor = cursor_of(base);
    cursor.more = cursor.rows != nullptr && cursor.rows->next();
    ++cursor.row;
    return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* base, int, const char*, int, sqlite3_value**) {
    return next(base);
}

int at_end(sqlite3_vtab_cursor* base) {
    return cursor_of(base).more ? 0 : 1;
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* to, int number) {
    cursor_of(base).rows->give(number, to);
    return SQLITE_OK;
}

int row_number(sqlite3_vtab_cursor* base, sqlite3_int64* number) {
    *number = cursor_of(base).row;
    return SQLITE_OK;
}

sqlite3_module module_of_gathered() {
    sqlite3_module module{};
    module.xConnect = connect;
    module.xBestIndex = plan;
    module.xDisconnect = disconnect;
    module.xOpen = open;
    module.xClose = close;
    module.xFilter = filter;
    module.xNext = next;
    module.xEof = at_end;
    module.xColumn = column;
    module.xRowid = row_number;
    return module;
}

}  // namespace

void add_gathered_table(sqlite3* database, GatheredRows** rows) {
    static const sqlite3_module kModule = module_of_gathered();
    if (sqlite3_create_module(database, "gathered", &kModule, rows) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(database));
    }
}

}  // namespace taizhang::store_sqlite
