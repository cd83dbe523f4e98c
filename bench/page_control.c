// SPDX-License-Identifier: Apache-2.0
// page_control DATABASE PAGES: what SQLite alone takes for pages of fifty work orders of one
// category and one state, the latest first: one prepared statement, every column read. Prints the
// microseconds.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { kPageRows = 50 };

static const char kSql[] =
    "SELECT r.* FROM day_ledger_work_orders d CROSS JOIN ledger_work_orders r ON r.id = "
    "d.record_id WHERE r.category = 'noise' AND r.status = ?1 AND r.deleted = 0 "
    "ORDER BY d.happened_on DESC, d.record_id DESC LIMIT 50";

static long read_page(sqlite3_stmt* page) {
    long rows = 0;
    for (; sqlite3_step(page) == SQLITE_ROW; ++rows) {
        for (int column = 0; column < sqlite3_column_count(page); ++column) {
            sqlite3_column_text(page, column);
        }
    }
    sqlite3_reset(page);
    return rows;
}

int main(int argc, char** argv) {
    sqlite3* database = NULL;
    sqlite3_stmt* page = NULL;
    if (argc != 3 || sqlite3_open_v2(argv[1], &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(database, kSql, -1, &page, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s\n", database ? sqlite3_errmsg(database) : "no database");
        return 1;
    }
    sqlite3_bind_text(page, 1, "concluded", -1, SQLITE_STATIC);
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (long i = 0; i < atol(argv[2]); ++i) {
        if (read_page(page) != kPageRows) {
            fprintf(stderr, "not a whole page\n");
            return 1;
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%ld\n", (end.tv_sec - begin.tv_sec) * 1000000 + (end.tv_nsec - begin.tv_nsec) / 1000);
    sqlite3_finalize(page);
    sqlite3_close(database);
    return 0;
}
