// SPDX-License-Identifier: Apache-2.0
// scan_control DATABASE TABLE: one raw pass of SQLite over a table, every column read. Prints the
// rows and the bytes it saw.
#include <sqlite3.h>
#include <stdio.h>

int main(int argc, char** argv) {
    sqlite3* database = NULL;
    sqlite3_stmt* rows = NULL;
    char sql[256];
    if (argc != 3 || sqlite3_open_v2(argv[1], &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        return 2;
    }
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", argv[2]);
    if (sqlite3_prepare_v2(database, sql, -1, &rows, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(database));
        return 1;
    }
    const int columns = sqlite3_column_count(rows);
    long count = 0;
    long bytes = 0;
    for (; sqlite3_step(rows) == SQLITE_ROW; ++count) {
        for (int column = 0; column < columns; ++column) {
            switch (sqlite3_column_type(rows, column)) {
                case SQLITE_INTEGER:
                    bytes += sqlite3_column_int64(rows, column) != 0 ? 8 : 1;
                    break;
                case SQLITE_FLOAT:
                    bytes += sqlite3_column_double(rows, column) != 0 ? 8 : 1;
                    break;
                default:
                    sqlite3_column_text(rows, column);
                    bytes += sqlite3_column_bytes(rows, column);
            }
        }
    }
    sqlite3_finalize(rows);
    sqlite3_close(database);
    printf("%ld %ld\n", count, bytes);
    return 0;
}
