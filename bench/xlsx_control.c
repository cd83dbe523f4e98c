// SPDX-License-Identifier: Apache-2.0
// xlsx_control FILE ROWS: bare libxlsxwriter, constant memory, the work orders in the columns of
// the export: number, then the thirteen of the ledger.
#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>

#include "work_orders.h"

static lxw_datetime date_of(const char* text) {
    lxw_datetime date = {atoi(text), atoi(text + 5), atoi(text + 8), 0, 0, 0};
    return date;
}

static void write_row(lxw_worksheet* sheet, lxw_row_t row, const WorkOrder* order,
                      lxw_format* text, lxw_format* date, lxw_format* money) {
    char word[kTextBytesMax];
    lxw_datetime received = date_of(order->received_at);
    lxw_datetime due = date_of(order->due_at);
    snprintf(word, sizeof word, "GD-%.4s-%04u", order->received_at, row);
    worksheet_write_string(sheet, row, 0, word, text);
    worksheet_write_string(sheet, row, 1, order->id, text);
    worksheet_write_string(sheet, row, 2, order->title, text);
    worksheet_write_string(sheet, row, 3, kCategoryNames[order->category], text);
    worksheet_write_string(sheet, row, 4, order->description, text);
    worksheet_write_string(sheet, row, 5, order->address, text);
    worksheet_write_number(sheet, row, 6, order->lon, NULL);
    worksheet_write_number(sheet, row, 7, order->lat, NULL);
    community_name(order->cell / kCellsPerCommunity, word);
    worksheet_write_string(sheet, row, 8, word, text);
    cell_code(order->cell, word);
    worksheet_write_string(sheet, row, 9, word, text);
    worksheet_write_string(sheet, row, 10, kStatusNames[order->status], text);
    worksheet_write_datetime(sheet, row, 11, &received, date);
    worksheet_write_datetime(sheet, row, 12, &due, date);
    worksheet_write_number(sheet, row, 13, (double)order->amount_fen / 100, money);
}

int main(int argc, char** argv) {
    static const char* const kTitles[14] = {"编号", "工单编号", "标题", "类别", "描述",
                                            "地址", "经度",     "纬度", "社区", "网格",
                                            "状态", "受理日期", "办理期限", "金额"};
    if (argc != 3) {
        fputs("xlsx_control FILE ROWS\n", stderr);
        return 2;
    }
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .use_zip64 = LXW_TRUE};
    lxw_workbook* workbook = workbook_new_opt(argv[1], &options);
    lxw_worksheet* sheet = workbook_add_worksheet(workbook, "工单");
    lxw_format* text = workbook_add_format(workbook);
    lxw_format* date = workbook_add_format(workbook);
    lxw_format* money = workbook_add_format(workbook);
    format_set_num_format(text, "@");
    format_set_num_format(date, "yyyy-mm-dd");
    format_set_num_format(money, "#,##0.00");
    for (lxw_col_t column = 0; column < 14; ++column) {
        worksheet_write_string(sheet, 0, column, kTitles[column], text);
    }
    const long rows = atol(argv[2]);
    for (long row = 0; row < rows; ++row) {
        WorkOrder order;
        make_work_order(row, &order);
        write_row(sheet, (lxw_row_t)row + 1, &order, text, date, money);
    }
    return workbook_close(workbook) == LXW_NO_ERROR ? 0 : 1;
}
