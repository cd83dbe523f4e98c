// SPDX-License-Identifier: Apache-2.0
// work_orders_csv rows FIRST COUNT | areas: rows, or the 60 communities with 1200 cells, as CSV.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "work_orders.h"

static void write_rows(long first, long count) {
    WorkOrder order;
    char community[kTextBytesMax];
    char cell[kTextBytesMax];
    puts("id,title,category,description,address,lon,lat,community,grid,status,received_at,due_at,"
         "amount");
    for (long index = first; index < first + count; ++index) {
        make_work_order(index, &order);
        community_name(order.cell / kCellsPerCommunity, community);
        cell_code(order.cell, cell);
        printf("%s,%s,%s,%s,%s,%.6f,%.6f,%s,%s,%s,%s,%s,%lld.%02lld\n", order.id, order.title,
               kCategoryNames[order.category], order.description, order.address, order.lon,
               order.lat, community, cell, kStatusNames[order.status], order.received_at,
               order.due_at, order.amount_fen / 100, order.amount_fen % 100);
    }
}

static void write_areas(void) {
    char name[kTextBytesMax];
    char code[kTextBytesMax];
    puts("代码,名称,级别,上级代码,边界");
    puts("1,云桥街道,街道,,");
    for (int community = 0; community < kCommunities; ++community) {
        community_name(community, name);
        printf("C%02d,%s,社区,1,\n", community + 1, name);
    }
    for (int cell = 0; cell < kCells; ++cell) {
        const int community = cell / kCellsPerCommunity;
        const int within = cell % kCellsPerCommunity;
        const double west = 104 + (community / 6 * 5 + within % 5) * 0.01;
        const double south = 30 + (community % 6 * 4 + within / 5) * 0.01;
        cell_code(cell, code);
        printf("%s,第%02d网格,网格,C%02d,\"POLYGON((%.2f %.2f,%.2f %.2f,%.2f %.2f,%.2f %.2f,"
               "%.2f %.2f))\"\n",
               code, within + 1, community + 1, west, south, west + 0.01, south, west + 0.01,
               south + 0.01, west, south + 0.01, west, south);
    }
}

int main(int argc, char** argv) {
    if (argc == 2 && strcmp(argv[1], "areas") == 0) {
        write_areas();
    } else if (argc == 4 && strcmp(argv[1], "rows") == 0) {
        write_rows(atol(argv[2]), atol(argv[3]));
    } else {
        fputs("work_orders_csv rows FIRST COUNT | areas\n", stderr);
        return 2;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
