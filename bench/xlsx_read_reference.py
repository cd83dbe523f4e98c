# SPDX-License-Identifier: Apache-2.0
# FILE: every cell of the first sheet through openpyxl, read-only. Prints the rows, the filled cells
# and the characters of the text cells.
import sys

import openpyxl

rows = cells = characters = 0
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0]
for row in sheet.iter_rows(values_only=True):
    rows += 1
    for value in row:
        if value is not None:
            cells += 1
            if isinstance(value, str):
                characters += len(value)
print(rows, cells, characters)
