# SPDX-License-Identifier: Apache-2.0
"""CSV in every encoding, delimiter and line end, and texts that are none."""
from case import FAILED, added, case, written

TABLE = "走访日期,姓名,备注\n2020-01-03,样本甲,第一次\n2020-01-04,样本乙,第二次\n"
ROWS = [{"visited_on": "2020-01-03", "who": "样本甲", "note": "第一次", "area": "云桥街道"},
        {"visited_on": "2020-01-04", "who": "样本乙", "note": "第二次", "area": "云桥街道"}]
HEADER = "走访日期,姓名,备注\n"
ROW = "2020-01-03,样本甲,"
MIB = 1 << 20


def same_rows(name, why, content):
    case([added(2)], rows=ROWS, name=name, why=why)(
        lambda folder: written(folder, "表.csv", content))


def one_note(name, why, cell, note):
    rows = [dict(ROWS[0], note=note)]
    case([added(1)], rows=rows, name=name, why=why)(
        lambda folder: written(folder, "表.csv", HEADER + ROW + cell + "\n"))


def refused(name, why, content, line, options=()):
    """No row at all goes in. `content` may be a function, where it is large."""
    case([line], code=FAILED, rows=[], options=options, name=name, why=why)(
        lambda folder: written(folder, "表.csv", content() if callable(content) else content))


MARK = "\ufeff"
same_rows("utf8", "UTF-8", TABLE)
same_rows("utf8_mark", "UTF-8 with a byte order mark", MARK + TABLE)
same_rows("utf16_le", "Excel's Unicode text", (MARK + TABLE).encode("utf-16-le"))
same_rows("utf16_be", "UTF-16, the other order", (MARK + TABLE).encode("utf-16-be"))
same_rows("gb18030", "what Chinese Excel saves as CSV", TABLE.encode("gb18030"))
same_rows("gb18030_mark", "GB18030 with a mark", (MARK + TABLE).encode("gb18030"))
same_rows("tabs", "tabs", TABLE.replace(",", "\t"))
same_rows("semicolons", "semicolons", TABLE.replace(",", ";"))
same_rows("bars", "bars", TABLE.replace(",", "|"))
same_rows("hint", "Excel's hint of the delimiter", "sep=;\r\n" + TABLE.replace(",", ";"))
same_rows("line_ends_windows", "CRLF", TABLE.replace("\n", "\r\n"))
same_rows("line_ends_old_mac", "CR", TABLE.replace("\n", "\r"))
same_rows("line_ends_mixed", "each line its own end", TABLE.replace("\n", "\r", 1))
same_rows("no_last_line_end", "no line end at the end", TABLE.rstrip("\n"))
same_rows("blank_rows", "blank lines and lines of delimiters", TABLE + "\n\n,,\n" * 50)
same_rows("blank_columns", "delimiters behind every row", TABLE.replace("\n", ",,,,,\n"))
same_rows("title_above", "a title and a blank line above the header", "云桥街道走访台账,,\n\n" + TABLE)
same_rows("every_cell_quoted", "every cell in quotes",
          "\n".join(",".join(f'"{cell}"' for cell in line.split(","))
                    for line in TABLE.splitlines()))

one_note("lines_in_a_cell", "a quoted cell of several lines", '"一\r\n二\n三"', "一\n二\n三")
one_note("quotes_in_a_cell", "quotes within quotes", '"说""好"""', '说"好"')
one_note("delimiter_in_a_cell", "a comma within quotes", '"一,二"', "一,二")
one_note("quote_in_the_middle", "a quote that opens nothing", '3"管', '3"管')
one_note("beyond_the_plane", "characters beyond the BMP", "𠮷野家🙂", "𠮷野家🙂")
# Kept as text, never calculated; an export puts an apostrophe in front.
one_note("formula_text", "DDE in a cell", "=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0")
one_note("formula_at", "a function by its at sign", "@SUM(1+1)*cmd", "@SUM(1+1)*cmd")
one_note("formula_guarded", "a guard taken off", "'=1+1", "=1+1")
one_note("formula_as_text", "Excel's way to keep zeros", '"=""0012"""', "0012")

refused("nul", "NUL bytes", (HEADER + ROW).encode() + b"a\0b\n",
        "表.csv 第 2 行 C 列：此处有空字符，文件不是文本表格，请用 WPS 或 Excel 打开后另存为 .xlsx")
refused("utf16_without_mark", "UTF-16 that does not say so", TABLE.encode("utf-16-le"),
        "表.csv 第 1 行…请用 WPS 或 Excel 打开后另存为 .xlsx")
refused("quote_not_closed", "a quote that never closes", HEADER + '2020-01-03,"样本甲,x\n',
        "表.csv 第 2 行 B 列：单元格开头的双引号没有闭合，请补上引号，或另存为 .xlsx")
refused("empty", "an empty file", "", "表.csv：文件是空的")
refused("mark_only", "a mark and nothing else", MARK, "表.csv：前 20 行里没有“走访”的表头…")
refused("wrong_ledger", "a file of another ledger", "会议日期,议题\n2020-01-03,防汛\n",
        "表.csv：前 20 行里没有“走访”的表头，这可能是别的台账的表。应为：…")
refused("missing_column", "a header without what is required", "走访日期,备注\n2020-01-03,x\n",
        "表.csv 第 1 行：表头缺少必填的列。应为：姓名")
refused("long_line", "one line of 200 MB", lambda: b"a," * (100 * MIB),
        "表.csv 第 1 行…：一行的列数超过 16384 的上限")
refused("long_cell", "one cell of 200 MB", lambda: b"a" * (200 * MIB),
        "表.csv 第 1 行 A 列：单元格内容超过 1 MiB 的上限")
refused("long_quoted_cell", "a quote open for 200 MB", lambda: b'"' + b"a\n" * (100 * MIB),
        "表.csv 第 1 行 A 列：单元格内容超过 1 MiB 的上限，可能是开头的双引号没有闭合")
refused("long_row", "a row of many long cells", lambda: (b"a" * 1_000_000 + b",") * 20,
        "表.csv 第 1 行 I 列：一行的内容超过 8 MiB 的上限")
refused("many_columns", "more columns than any spreadsheet has",
        HEADER.rstrip("\n") + "," * 20_000 + "\n",
        "表.csv 第 1 行：一行的列数超过 16384 的上限")
refused("web_page", "a web page called csv", "<html><table><tr><td>1</td></tr></table></html>",
        "表.csv：这是网页或 XML 格式的表格，请用 WPS 或 Excel 打开后另存为 .xlsx")


refused("every_column_unknown", "16,384 columns with names of their own",
        ",".join(HEADER.rstrip("\n").split(",") + [f"列{i}" for i in range(16_381)]) + "\n" + ROW,
        "表.csv：前 20 行里没有“走访”的表头，这可能是别的台账的表。应为：…")


@case([added(600)], name="long_texts", why="rows that are allowed, and together are large")
def long_texts(folder):
    return written(folder, "表.csv", HEADER + "".join(
        f"2020-01-{i % 28 + 1:02},样本{i},{'长' * 19_000}\n" for i in range(600)))


@case(["2000 行有误，没有导入：", "...", "  …只列出前面这些", added(0, 2000)], code=3, rows=[],
      name="long_mistakes", why="mistakes that would fill memory and screen if they were quoted whole")
def long_mistakes(folder):
    return written(folder, "表.csv", "走访日期,姓名,类别,身份证号\n" + "".join(
        f"2020-01-03,样本{i},{'老' * 100_000},{'1' * 100_000}\n" for i in range(2000)))


@case([added(1)], rows=ROWS[:1], name="many_empty_rows", why="a million rows of delimiters")
def many_empty_rows(folder):
    return written(folder, "表.csv", HEADER + ",,\n" * 1_048_576 + ROW + "第一次\n")
