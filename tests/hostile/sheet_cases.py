# SPDX-License-Identifier: Apache-2.0
"""Parts of a workbook that are made to hurt."""
from case import FAILED, added, case
from sheets import HEAD, SPREADSHEET, number, parts, relationship, relationships, sheet_xml, text
from sheets import workbook_xml
from workbook_cases import BODY, FIRST, HEADER, PLAIN, SECOND
from zips import Zip, repeated

DAMAGED = "…：文件内部结构损坏，请用 WPS 或 Excel 打开后另存为 .xlsx 再试"
ROWS_BEGIN = sheet_xml([HEADER, *BODY]).split("</sheetData>")[0]
ROWS_END = "</sheetData></worksheet>"
MIB = 1 << 20


def made(name, why, content, line, rows=(), code=FAILED):
    """`content` makes the parts; a part may be a list of pieces (bytes, times)."""
    case(line if isinstance(line, list) else [line], code=code, rows=list(rows), name=name,
         why=why)(lambda folder: Zip(content()).write(folder / "表.xlsx"))


def now(part):
    return part() if callable(part) else part


def refused(name, why, sheet, line, **others):
    """What is large is given as a function: this program stays small, see made() in run."""
    made(name, why, lambda: parts(now(sheet), **{word: now(part) for word, part in others.items()}),
         line)


ENTITY = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LAUGHS = ("<!DOCTYPE worksheet [<!ENTITY l0 'ha'>"
          + "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 12)) + "]>")
refused("external_entity", "an entity that names a file of this machine",
        PLAIN.replace("<worksheet", ENTITY + "<worksheet").replace("样本甲", "&a;"), DAMAGED)
refused("billion_laughs", "entities of entities",
        PLAIN.replace("<worksheet", LAUGHS + "<worksheet").replace("样本甲", "&l11;"), DAMAGED)
refused("laughs_in_strings", "the same in the shared strings", PLAIN, DAMAGED,
        strings=f"{HEAD}{LAUGHS}<sst><si><t>&l11;</t></si></sst>")
refused("cut_xml", "XML that ends in the middle", PLAIN[:len(PLAIN) // 2], DAMAGED)
refused("not_utf8_xml", "bytes that no encoding has", PLAIN.replace("样本甲", "X").encode()
        .replace(b"X", b"\xff\xfe\xfd"), DAMAGED)
refused("string_beyond_list", "a cell of a shared string that is not there",
        sheet_xml([HEADER, [*BODY[0][:2], "<c t='s'><v>9</v></c>"]]),
        "表.xlsx 工作表“表” 第 2 行 C 列 “9”：单元格引用的文字不存在，文件已损坏，请用 WPS 或 Excel 打开后另存为 .xlsx",
        strings=f"{HEAD}<sst><si><t>a</t></si></sst>")
refused("row_beyond_sheet", "a row that no sheet has",
        PLAIN.replace("<row>", '<row r="1048577">', 1),
        "…：行号超过 1048576 行的上限，请检查表格末尾的空行")
refused("long_token", "a tag of 16 MiB",
        lambda: PLAIN.replace("<row>", f'<row x="{"y" * (16 * MIB)}">', 1), DAMAGED)
refused("long_cell_of_sheet", "a cell of 16 MiB",
        lambda: sheet_xml([HEADER, [*BODY[0][:2], text("长" * (6 * MIB))]]),
        "…第 2 行 C 列：单元格内容超过 1 MiB 的上限")
refused("many_sheets", "more sheets than anybody opens", PLAIN, "表.xlsx：工作簿中的工作表过多",
        workbook=lambda: workbook_xml('<sheet name="表" sheetId="1" r:id="rId1"/>' * 5000))
refused("many_styles", "more styles than Excel allows", PLAIN,
        "表.xlsx：文件的单元格样式过多，请把数据复制到新的表格后再试",
        styles=lambda: f"{HEAD}<styleSheet><cellXfs>{'<xf numFmtId=%s14%s/>' % (chr(39), chr(39)) * 300_000}"
               "</cellXfs></styleSheet>")
refused("many_relationships", "a million relationships", PLAIN, "表.xlsx：工作簿内部的部件过多，请把数据复制到新的表格后再试",
        links=lambda: relationships(*[f'<Relationship Id="r{i}" Type="t/image" Target="{i}"/>'
                              for i in range(66_000)]))
made("nested_xml", "a million nested tags",
     lambda: {**parts(""), "xl/worksheets/sheet1.xml":
              [(ROWS_BEGIN.encode(), 1), (b"<extLst>" * 1000, 1000)]}, DAMAGED)

made("many_columns_of_sheet", "a row of 16,384 cells",
     lambda: parts(sheet_xml([HEADER, *BODY, [text("2020-01-05"), text("样本丙"),
                                              *[number("1")] * 16_382]])),
     added(3), [FIRST, SECOND, {"visited_on": "2020-01-05", "who": "样本丙", "note": "1",
                                "area": "云桥街道"}], code=0)
made("empty_rows_of_sheet", "a sheet with all its rows, and empty",
     lambda: {**parts(""), "xl/worksheets/sheet1.xml":
              [(ROWS_BEGIN.encode(), 1), (b"<row><c s='1'/><c s='1'/></row>" * 1024, 1023),
               (ROWS_END.encode(), 1)]},
     added(2), [FIRST, SECOND], code=0)


def million_strings():
    strings = HEAD + f'<sst xmlns="{SPREADSHEET}">' + "".join(
        f"<si><t>样本文字{i:07}</t></si>" for i in range(1_000_000)) + "</sst>"
    last = "<c t='s'><v>999999</v></c>"
    return parts(sheet_xml([HEADER, [*BODY[0][:2], last]]), strings=strings)


made("million_strings", "a million shared strings", million_strings, added(1),
     [dict(FIRST, note="样本文字0999999")], code=0)

STRINGS_BEGIN = (HEAD + f'<sst xmlns="{SPREADSHEET}">').encode()
TOO_MUCH_TEXT = "表.xlsx：文件中的文字超过 … MiB 的上限，请拆分成几个文件"
made("strings_without_end", "shared strings that fill memory",
     lambda: {**parts(PLAIN), "xl/sharedStrings.xml":
              [(STRINGS_BEGIN, 1), (repeated("<si><t>", 500, "</t></si>", 2000), 600)]},
     TOO_MUCH_TEXT)
made("empty_strings_without_end", "shared strings of nothing",
     lambda: {**parts(PLAIN), "xl/sharedStrings.xml":
              [(STRINGS_BEGIN, 1), (b"<si/><si></si>" * 4000, 8000)]}, TOO_MUCH_TEXT)
