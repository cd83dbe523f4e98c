# SPDX-License-Identifier: Apache-2.0
"""Workbooks that other programs write: odd, and right."""
import os

from case import FAILED, ROWS_WRONG, added, case
from sheets import (HEAD, SPREADSHEET, STYLES, number, parts, relationship, relationships,
                    sheet_xml, text, workbook, workbook_xml, zipped)

HEADER = [text("走访日期"), text("姓名"), text("备注")]
FIRST = {"visited_on": "2020-01-03", "who": "样本甲", "note": "第一次", "area": "云桥街道"}
SECOND = {"visited_on": "2020-01-04", "who": "样本乙", "note": "第二次", "area": "云桥街道"}
BODY = [[text("2020-01-03"), text("样本甲"), text("第一次")],
        [text("2020-01-04"), text("样本乙"), text("第二次")]]
PLAIN = sheet_xml([HEADER, *BODY])


def reads(name, why, content, rows=(FIRST, SECOND), file="表.xlsx", network=False, options=()):
    case([added(len(rows))], rows=list(rows), name=name, why=why, network=network,
         options=options)(lambda folder: zipped(folder, content, file))


def one(name, why, cell, **fields):
    """A second row of date, name and `cell` under the header of a field."""
    title = {"note": "备注", "visited_on": "走访日期", "paid": "金额", "inside": "入户",
             "seen_at": "时间", "phone": "电话"}
    field, = fields
    row = {**FIRST, **fields}
    if field != "note":
        del row["note"]
    columns = [text("姓名"), text(title[field])]
    cells = [text("样本甲"), cell]
    if field != "visited_on":
        columns.append(text("走访日期"))
        cells.append(text("2020-01-03"))
    case([added(1)], rows=[row], name=name, why=why)(
        lambda folder: workbook(folder, [columns, cells]))


STRINGS = (f'{HEAD}<sst xmlns="{SPREADSHEET}"><si><t>走访日期</t></si><si><t>姓名</t></si><si>'
           "<t>备注</t></si><si><r><rPr><b/></rPr><t>样</t></r><r><t>本甲</t></r><rPh sb='0' eb='1'>"
           "<t>yangben</t></rPh><phoneticPr fontId='1'/></si><si><t>第一次</t></si></sst>")


def shared(index):
    return f'<c t="s"><v>{index}</v></c>'


reads("inline_strings", "inline strings", parts(PLAIN))
reads("shared_strings", "shared strings with runs and pronunciation",
      parts(sheet_xml([[shared(0), shared(1), shared(2)],
                       [text("2020-01-03"), shared(3), shared(4)]]), strings=STRINGS), [FIRST])
reads("no_styles", "no styles part", parts(PLAIN, styles=None))
reads("no_types_no_top", "without content types and top relationships",
      parts(PLAIN, types=None, top=None))
reads("missing_drawing", "a drawing that is not there",
      parts(sheet_xml([HEADER, *BODY], after='<drawing r:id="rId9"/>')))
reads("wrong_dimension", "a dimension tag that lies",
      parts(sheet_xml([HEADER, *BODY], before='<dimension ref="A1"/>')))
reads("huge_dimension", "a dimension tag of all cells",
      parts(sheet_xml([HEADER, *BODY], before='<dimension ref="A1:XFD1048576"/>')))
reads("strict", "strict namespaces",
      {name: part.replace(SPREADSHEET, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
          "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
          "http://purl.oclc.org/ooxml/officeDocument/relationships")
       for name, part in parts(PLAIN).items()})
reads("prefixed", "a prefix before every tag",
      parts(PLAIN.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace(
          "xmlns=", "xmlns:x=")))
reads("backslashes", "backslashes in the names of entries",
      {name.replace("/", "\\"): part for name, part in parts(PLAIN).items()})
reads("rows_out_of_order", "rows out of order",
      parts(sheet_xml([]).replace("<sheetData>", "<sheetData>" + "".join(
          f'<row r="{r}">{"".join(cells)}</row>'
          for r, cells in ((1, HEADER), (3, BODY[1]), (2, BODY[0]))))), [SECOND, FIRST])
reads("cells_out_of_order", "cells out of order",
      parts(sheet_xml([HEADER, [BODY[0][i].replace("<c ", f'<c r="{"ABC"[i]}2" ')
                                for i in (2, 0, 1)]])), [FIRST])
reads("hidden_rows", "hidden rows and columns count",
      parts(PLAIN.replace("<row>", '<row hidden="1">').replace(
          "<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>')))
reads("hidden_sheet", "the first sheet that shows",
      {**parts(PLAIN, workbook=workbook_xml('<sheet name="旧" sheetId="2" state="hidden" r:id="rId8"/>'
                                            '<sheet name="表" sheetId="1" r:id="rId1"/>'),
               links=relationships(relationship("rId1", "worksheet", "worksheets/sheet1.xml"),
                                   relationship("rId8", "worksheet", "worksheets/sheet2.xml"))),
       "xl/worksheets/sheet2.xml": sheet_xml([[text("旧")]])})
reads("merged_header", "a title merged over all columns above a header of two merged rows",
      parts(sheet_xml([[text("云桥街道走访台账")], HEADER, [], *BODY],
                      after='<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/>'
                            "</mergeCells>")))
reads("blank_rows_behind", "blank rows and columns behind the table",
      parts(sheet_xml([[*HEADER, *["<c s='1'/>"] * 200], *BODY, *[["<c s='1'/>"] * 3] * 5000])))
reads("macros", "a workbook with macros: they are not looked at",
      {**parts(PLAIN), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 100}, file="表.xlsm")
LISTENER = os.environ.get("LISTENER", "127.0.0.1:9")
reads("external_links", "targets on a machine that listens",
      {**parts(PLAIN, links=relationships(
          relationship("rId1", "worksheet", "worksheets/sheet1.xml"),
          relationship("rId5", "externalLink", "externalLinks/externalLink1.xml"),
          relationship("rId6", "styles", f"http://{LISTENER}/styles.xml", ' TargetMode="External"'),
          relationship("rId7", "sharedStrings", f"http://{LISTENER}/s.xml"))),
       "xl/externalLinks/_rels/externalLink1.xml.rels": relationships(relationship(
           "rId1", "externalLinkPath", f"http://{LISTENER}/book.xlsx", ' TargetMode="External"'))},
      network=True)
reads("names_that_climb", "entries named ../ stay where they are",
      {**parts(PLAIN), "../../climbed.txt": "x", "/tmp/climbed.txt": "x", "..\\climbed.txt": "x"})

one("formula_cached", "the value that was last calculated counts",
    "<c t='str'><f>CONCATENATE(1,2)</f><v>十二</v></c>", note="十二")
one("formula_number", "a calculated number", "<c><f>1+1</f><v>600.1</v></c>", paid=600.1)
one("noise_of_doubles", "0.1 + 0.2 as a spreadsheet stores it",
    "<c><v>0.30000000000000004</v></c>", paid=0.3)
one("boolean", "a boolean cell", "<c t='b'><v>1</v></c>", inside="是")
one("serial", "a day as a serial number", number("43833", 1), visited_on="2020-01-03")
one("serial_custom_format", "a day under the office's own format", number("43833", 2),
    visited_on="2020-01-03")
one("iso_cell", "a date cell of the strict form", "<c t='d'><v>2020-01-03</v></c>",
    visited_on="2020-01-03")
one("escaped_character", "an escape for what XML cannot hold", text("一_x000A_二"), note="一\n二")
one("phone_as_number", "a phone stored as a number", number("13800000000"), phone="13800000000")


@case([added(1)], rows=[{**FIRST, "visited_on": "2020-01-03"}])
def days_from_1904(folder):
    """The Macintosh's calendar"""
    return zipped(folder, parts(sheet_xml([HEADER, [number("42371", 1), *BODY[0][1:]]]),
                                workbook=workbook_xml(properties='date1904="1"')))


def error_cell(name, cell, shown):
    line = f"  表.xlsx 工作表“表” 第 2 行 C（备注） 列 “{shown}”：单元格里的公式出错。应为：…"
    case(["1 行有误，没有导入：", line, added(0, 1)], code=ROWS_WRONG, rows=[], name=name,
         why="a cell that shows an error")(
             lambda folder: workbook(folder, [HEADER, [*BODY[0][:2], cell]]))


error_cell("error_value", "<c t='e'><f>VLOOKUP(1,A:B,2)</f><v>#N/A</v></c>", "#N/A")
error_cell("formula_never_calculated", "<c><f>1+1</f></c>", "=1+1")


@case(["表.xlsx 工作表“二”：没有这张工作表，可用的有：“表”"], code=FAILED, rows=[], options=("--sheet", "二"))
def no_such_sheet(folder):
    """A sheet that is not there"""
    return workbook(folder, [HEADER, *BODY])
