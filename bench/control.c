// SPDX-License-Identifier: Apache-2.0
// control DATABASE ROWS GROUP: what SQLite alone takes to write the same rows. DATABASE is a store
// of the bench pack with its areas and no records; each group is one durable commit of record,
// audit event, seal, number and roll-up sums. Prints the microseconds. Digests are made up, not
// calculated: only their sizes are real.
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "work_orders.h"

enum { kGroupMax = 1000, kDigestBytes = 32, kLevels = 3, kItems = 9, kMonthTextMax = 1024 };
enum { kFirstYear = 2018, kYears = 3 };
enum { kSumsMax = kGroupMax * kLevels * kItems };

typedef struct {
    int64_t indicator, area, day, count, sum;  // the day as 20200531
} Sum;

static const char kRecordSql[] =
    "INSERT INTO ledger_work_orders (office_id, id, number, area_id, happened_on, status, "
    "recorded_at, revision, deleted, purged, match_key, order_number, title, category, "
    "description, address, lon, lat, community, due_at, amount_fen) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char kMatchSql[] =
    "INSERT INTO match_ledger_work_orders (match_key, record_id) VALUES (?, ?)";
static const char kDaySql[] =
    "INSERT INTO day_ledger_work_orders (happened_on, area_id, record_id) VALUES (?, ?, ?)";
static const char kEventSql[] =
    "INSERT INTO audit_event (office_id, seq, at, actor, action, ledger_id, record_id, revision, "
    "batch_id, diff, row_digest, digest) VALUES (?, ?, ?, 'cli:bench', 1, ?, ?, 1, 0, '', ?, ?)";
static const char kCounterSql[] =
    "INSERT OR REPLACE INTO counter (office_id, name, last) VALUES (?, ?, ?)";
static const char kSumSql[] =
    "INSERT INTO rollup (office_id, indicator_id, area_id, month, count, sum, days) "
    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count, "
    "sum = sum + excluded.sum, days = days || ' ' || excluded.days";
static const char kSealSql[] =
    "INSERT INTO audit_seal (office_id, seal_id, first_seq, last_seq, root, prior, digest, "
    "sealed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char kHeadSql[] =
    "UPDATE audit_head SET last_seq = ?, last_seal_id = ?, last_seal_digest = ?, last_id = ? "
    "WHERE office_id = ?";

static sqlite3* database;
static int64_t office, root_area, ledger;
static int64_t indicators[kItems];  // the first counts whatever is filed
static int64_t cells[kCells], communities[kCommunities];
static int64_t last_seq, last_seal, last_id, numbers[kYears];
static unsigned char digest[kDigestBytes] = {1, 2, 3};
static Sum sums[kSumsMax];
static size_t sum_count;

static void must(int code, int wanted) {
    if (code != wanted) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(database));
        exit(1);
    }
}

static sqlite3_stmt* prepared(const char* sql) {
    sqlite3_stmt* statement = NULL;
    must(sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL),
         SQLITE_OK);
    return statement;
}

static void run(const char* sql) { must(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK); }

static int64_t number(const char* sql, const char* argument) {
    sqlite3_stmt* statement = prepared(sql);
    sqlite3_bind_text(statement, 1, argument, -1, SQLITE_STATIC);
    must(sqlite3_step(statement), SQLITE_ROW);
    const int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static void integer(sqlite3_stmt* statement, int index, int64_t value) {
    sqlite3_bind_int64(statement, index, value);
}

static void text(sqlite3_stmt* statement, int index, const char* value) {
    sqlite3_bind_text(statement, index, value, -1, SQLITE_STATIC);
}

static void digest_at(sqlite3_stmt* statement, int index) {
    memcpy(digest, &last_seq, sizeof last_seq);
    sqlite3_bind_blob(statement, index, digest, kDigestBytes, SQLITE_TRANSIENT);
}

static void done(sqlite3_stmt* statement) {
    must(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_reset(statement);
}

static void open_database(const char* file) {
    static const char* const kNames[kItems] = {
        "",           "all",   "amount",     "concluded",    "in_hand",
        "sent_back",  "noise", "facilities", "safety_amount"};
    char name[kTextBytesMax];
    must(sqlite3_open_v2(file, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL),
         SQLITE_OK);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA wal_autocheckpoint = 8192");
    run("PRAGMA cache_size = -16384");
    office = number("SELECT office_id FROM office WHERE ?1 = ''", "");
    root_area = number("SELECT area_id FROM area WHERE code = ?", "1");
    ledger = number("SELECT definition_id FROM definition WHERE name = ?", "work_orders");
    indicators[0] = -ledger;
    for (int i = 1; i < kItems; ++i) {
        snprintf(name, sizeof name, "orders.%s", kNames[i]);
        indicators[i] = number("SELECT definition_id FROM definition WHERE name = ?", name);
    }
    for (int i = 0; i < kCommunities; ++i) {
        snprintf(name, sizeof name, "C%02d", i + 1);
        communities[i] = number("SELECT area_id FROM area WHERE code = ?", name);
    }
    for (int i = 0; i < kCells; ++i) {
        cell_code(i, name);
        cells[i] = number("SELECT area_id FROM area WHERE code = ?", name);
    }
    last_seq = number("SELECT last_seq FROM audit_head WHERE ?1 = ''", "");
    last_seal = number("SELECT last_seal_id FROM audit_head WHERE ?1 = ''", "");
    last_id = number("SELECT last_id FROM audit_head WHERE ?1 = ''", "");
}

static void add_sum(int item, const WorkOrder* order, int64_t amount) {
    const int year = atoi(order->received_at);
    const int month = atoi(order->received_at + 5);
    const int day = atoi(order->received_at + 8);
    const int64_t areas[kLevels] = {cells[order->cell],
                                    communities[order->cell / kCellsPerCommunity], root_area};
    for (int level = 0; level < kLevels; ++level) {
        const Sum sum = {indicators[item], areas[level], year * 10000LL + month * 100 + day, 1,
                         amount};
        sums[sum_count++] = sum;
    }
}

static void add_sums(const WorkOrder* order) {
    const char* status = kStatusCodes[order->status];
    const char* category = kCategoryCodes[order->category];
    add_sum(0, order, 0);
    add_sum(1, order, 0);
    add_sum(2, order, order->amount_fen);
    if (strcmp(status, "concluded") == 0) {
        add_sum(3, order, 0);
    }
    if (order->status < 3) {  // received, dispatched, in hand
        add_sum(4, order, 0);
    }
    if (strcmp(status, "sent_back") == 0) {
        add_sum(5, order, 0);
    }
    if (strcmp(category, "noise") == 0) {
        add_sum(6, order, 0);
    }
    if (order->category >= 2 && order->category <= 4) {  // lighting, road, drainage
        add_sum(7, order, 0);
    }
    if (strcmp(category, "safety") == 0) {
        add_sum(8, order, order->amount_fen);
    }
}

static int by_key(const void* left, const void* right) { return memcmp(left, right, 24); }

static int of_one_month(const Sum* left, const Sum* right) {
    return left->indicator == right->indicator && left->area == right->area &&
           left->day / 100 == right->day / 100;
}

// Days are joined within a commit; those of an earlier one are put behind as they are.
static void write_sums(sqlite3_stmt* upsert) {
    qsort(sums, sum_count, sizeof *sums, by_key);
    for (size_t i = 0; i < sum_count;) {
        Sum month = sums[i];
        char days[kMonthTextMax];
        size_t length = 0;
        month.count = month.sum = 0;
        while (i < sum_count && of_one_month(&month, &sums[i])) {
            Sum day = sums[i];
            for (++i; i < sum_count && by_key(&day, &sums[i]) == 0; ++i) {
                day.count += sums[i].count;
                day.sum += sums[i].sum;
            }
            length += (size_t)snprintf(days + length, sizeof days - length, "%s%lld:%lld:%lld",
                                       length > 0 ? " " : "", (long long)(day.day % 100),
                                       (long long)day.count, (long long)day.sum);
            month.count += day.count;
            month.sum += day.sum;
        }
        integer(upsert, 1, office);
        integer(upsert, 2, month.indicator);
        integer(upsert, 3, month.area);
        integer(upsert, 4, month.day / 100);
        integer(upsert, 5, month.count);
        integer(upsert, 6, month.sum);
        text(upsert, 7, days);
        done(upsert);
    }
    sum_count = 0;
}

typedef struct {
    sqlite3_stmt *record, *match, *day;
} RecordStatements;

static void write_entries(const RecordStatements* to, const WorkOrder* order, int64_t match_key) {
    integer(to->match, 1, match_key);
    integer(to->match, 2, last_id);
    done(to->match);
    text(to->day, 1, order->received_at);
    integer(to->day, 2, cells[order->cell]);
    integer(to->day, 3, last_id);
    done(to->day);
}

static void write_record(const RecordStatements* to, const WorkOrder* order, int64_t now) {
    sqlite3_stmt* record = to->record;
    char running[kTextBytesMax];
    char community[kTextBytesMax];
    const int64_t match_key = (int64_t)((uint64_t)last_id * 0x9e3779b97f4a7c15ULL);
    snprintf(running, sizeof running, "GD-%.4s-%04lld", order->received_at,
             (long long)++numbers[atoi(order->received_at) - kFirstYear]);
    community_name(order->cell / kCellsPerCommunity, community);
    integer(record, 1, office);
    integer(record, 2, last_id);
    text(record, 3, running);
    integer(record, 4, cells[order->cell]);
    text(record, 5, order->received_at);
    text(record, 6, kStatusCodes[order->status]);
    integer(record, 7, now);
    integer(record, 8, match_key);
    text(record, 9, order->id);
    text(record, 10, order->title);
    text(record, 11, kCategoryCodes[order->category]);
    text(record, 12, order->description);
    text(record, 13, order->address);
    sqlite3_bind_double(record, 14, order->lon);
    sqlite3_bind_double(record, 15, order->lat);
    text(record, 16, community);
    text(record, 17, order->due_at);
    integer(record, 18, order->amount_fen);
    done(record);
    write_entries(to, order, match_key);
}

static void write_event(sqlite3_stmt* event, int64_t now) {
    integer(event, 1, office);
    integer(event, 2, ++last_seq);
    integer(event, 3, now);
    integer(event, 4, ledger);
    integer(event, 5, last_id);
    digest_at(event, 6);
    digest_at(event, 7);
    done(event);
}

static void write_counters(sqlite3_stmt* counter, const int64_t* before) {
    for (int i = 0; i < kYears; ++i) {
        char name[kTextBytesMax];
        if (numbers[i] == before[i]) {
            continue;
        }
        snprintf(name, sizeof name, "number/GD-%d", kFirstYear + i);
        integer(counter, 1, office);
        text(counter, 2, name);
        integer(counter, 3, numbers[i]);
        done(counter);
    }
}

static void write_seal(sqlite3_stmt* seal, sqlite3_stmt* head, int64_t first, int64_t now) {
    integer(seal, 1, office);
    integer(seal, 2, ++last_seal);
    integer(seal, 3, first);
    integer(seal, 4, last_seq);
    for (int column = 5; column < 8; ++column) {
        digest_at(seal, column);
    }
    integer(seal, 8, now);
    done(seal);
    integer(head, 1, last_seq);
    integer(head, 2, last_seal);
    digest_at(head, 3);
    integer(head, 4, last_id);
    integer(head, 5, office);
    done(head);
}

static int64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void write_all(long rows, long group) {
    sqlite3_stmt* begin = prepared("BEGIN IMMEDIATE");
    sqlite3_stmt* commit = prepared("COMMIT");
    const RecordStatements record = {prepared(kRecordSql), prepared(kMatchSql), prepared(kDaySql)};
    sqlite3_stmt* event = prepared(kEventSql);
    sqlite3_stmt* counter = prepared(kCounterSql);
    sqlite3_stmt* upsert = prepared(kSumSql);
    sqlite3_stmt* seal = prepared(kSealSql);
    sqlite3_stmt* head = prepared(kHeadSql);
    for (long row = 0; row < rows;) {
        const int64_t now = nanoseconds(CLOCK_REALTIME) / 1000000;
        const int64_t first = last_seq + 1;
        int64_t before[kYears];
        memcpy(before, numbers, sizeof before);
        done(begin);
        for (long i = 0; i < group && row < rows; ++i, ++row) {
            WorkOrder order;
            make_work_order(row, &order);
            ++last_id;
            write_record(&record, &order, now);
            write_event(event, now);
            add_sums(&order);
        }
        write_counters(counter, before);
        write_sums(upsert);
        write_seal(seal, head, first, now);
        done(commit);
    }
}

int main(int argc, char** argv) {
    const long rows = argc == 4 ? atol(argv[2]) : 0;
    const long group = argc == 4 ? atol(argv[3]) : 0;
    if (rows < 1 || group < 1 || group > kGroupMax) {
        fputs("control DATABASE ROWS GROUP\n", stderr);
        return 2;
    }
    open_database(argv[1]);
    const int64_t begin = nanoseconds(CLOCK_MONOTONIC);
    write_all(rows, group);
    printf("%lld\n", (long long)(nanoseconds(CLOCK_MONOTONIC) - begin) / 1000);
    return 0;
}
