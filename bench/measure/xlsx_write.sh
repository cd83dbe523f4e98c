# SPDX-License-Identifier: Apache-2.0
# Ratios: xlsx_write_100k xlsx_write_100k_peak_mib
# A ledger of 100,000 work orders exported as xlsx, whole process, against a C program that writes
# the same rows from memory with libxlsxwriter in constant memory.
xlsx_write_ours() {
  sync
  timed "$program" export --data "$store" work_orders -o "$folder/ours.xlsx"
}
xlsx_write_reference() {
  sync
  timed "$programs/xlsx_control" "$folder/reference.xlsx" "$rows"
}
measure_xlsx_write() {
  local rows
  rows=$(size 100000)
  orders_store "$rows"
  compare xlsx_write_ours xlsx_write_reference
  equal "cells written" "$("$programs/xlsx_read" "$folder/ours.xlsx" | cut -d ' ' -f 1,2)" \
    "$("$programs/xlsx_read" "$folder/reference.xlsx" | cut -d ' ' -f 1,2)"
  note xlsx_write_100k most 1.2
  note xlsx_write_100k_peak_mib peak 32
}
