# SPDX-License-Identifier: Apache-2.0
# Ratios: xlsx_read_100k xlsx_read_100k_peak_mib
# Every cell of a workbook of 100,000 work orders through the reader that the import uses, whole
# process, against openpyxl in its read-only mode.
xlsx_read_ours() {
  timed "$programs/xlsx_read" "$folder/read.xlsx"
  left=$(cat "$folder/out")
}
xlsx_read_reference() {
  timed /usr/bin/python3 bench/xlsx_read_reference.py "$folder/read.xlsx"
  right=$(cat "$folder/out")
}
measure_xlsx_read() {
  local left right
  "$programs/xlsx_control" "$folder/read.xlsx" "$(size 100000)"
  compare xlsx_read_ours xlsx_read_reference
  equal "rows, cells and characters read" "$left" "$right"
  note xlsx_read_100k least 3
  note xlsx_read_100k_peak_mib peak 64
}
