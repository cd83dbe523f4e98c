// SPDX-License-Identifier: Apache-2.0
// The work order that every measurement uses: thirteen columns, some 300 bytes of made-up Chinese
// text, the same row for the same index on every machine. Plain C, so that both sides share it.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

enum {
    kCommunities = 60,
    kCellsPerCommunity = 20,
    kCells = kCommunities * kCellsPerCommunity,
    kCategories = 12,
    kStatuses = 6,
    kTextBytesMax = 512
};

typedef struct {
    char id[24];  // 20190305-00000017: the hotline's own number, unique
    char title[kTextBytesMax];
    int category;
    char description[kTextBytesMax];
    char address[kTextBytesMax];
    double lon;
    double lat;  // lon and lat lie within the cell
    int cell;    // 0 … kCells - 1; its community is cell / kCellsPerCommunity
    int status;
    char received_at[11];  // 2018-01-01 … 2020-12-31
    char due_at[11];       // three to fifteen days later
    long long amount_fen;
} WorkOrder;

void make_work_order(long index, WorkOrder* order);

extern const char* const kCategoryNames[kCategories];  // titles of the ledger's choices
extern const char* const kStatusNames[kStatuses];
extern const char* const kStatusCodes[kStatuses];
extern const char* const kCategoryCodes[kCategories];

void community_name(int community, char* name);  // 石桥东社区
void cell_code(int cell, char* code);            // G0102, as the column grid gives it

#ifdef __cplusplus
}
#endif
