#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_seeds.py FOLDER: writes the small inputs that the fuzzers begin with."""
import base64
import io
import pathlib
import sys
import zipfile
import zlib

SEPARATOR = "\n%%%%\n"

CSV = {
    "comma": "姓名,金额\n样本甲,600\n".encode(),
    "quoted": '﻿姓名;备注\r\n"样""本";"两\r\n行"\r\n'.encode(),
    "tab_gb18030": "姓名\t金额\r样本甲\t￥1,200元\r".encode("gb18030"),
    "utf16": "﻿姓名|金额\n样本甲|600\n".encode("utf-16-le"),
    "utf16_be": "﻿姓名|金额\n样本甲|600\n".encode("utf-16-be"),
    "hint": "sep=;\n=\"0012\";'=1+1\n".encode(),
}

SHEET = """<worksheet><dimension ref="A1:B2"/><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>金_x000A_额</t></r>
<rPh><t>x</t></rPh></is></c></row>
<row r="2" hidden="1"><c t="str"><f>1+1</f><v>2</v></c><c s="1"><v>43831.5</v></c><c t="b"><v>1</v></c>
<c t="e"><v>#N/A</v></c><c t="d"><v>2020-01-31T00:00:00</v></c><c r="XFD2"><v>1.1E+17</v></c></row>
</sheetData><mergeCells/></worksheet>"""
STRINGS = "<sst><si><t>姓名</t></si><si><r><t>甲</t></r><rPh><t>y</t></rPh></si></sst>"
STYLES = """<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m[$-804]d;@"/>
</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="46"/></cellXfs></styleSheet>"""
WORKBOOK = """<x:workbook xmlns:r="r" xmlns:x="x"><x:workbookPr date1904="1"/><x:sheets>
<x:sheet name="隐" state="hidden" r:id="rId2"/><x:sheet name="S" r:id="rId1"/></x:sheets></x:workbook>"""
RELATIONSHIPS = """<Relationships><Relationship Id="rId1" Type="t/worksheet"
 Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Type="t/worksheet" Target="..\\a"/>
<Relationship Id="rId3" Type="t/externalLink" TargetMode="External" Target="http://127.0.0.1/"/>
</Relationships>"""


def zipped():
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("xl/workbook.xml", WORKBOOK), ("xl/sharedStrings.xml", STRINGS),
                           ("xl/_rels/workbook.xml.rels", RELATIONSHIPS),
                           ("xl/styles.xml", STYLES), ("xl/worksheets/sheet1.xml", SHEET)):
            archive.writestr(zipfile.ZipInfo(name), text)  # ZipInfo: no time of day in the seed
    return bytes_.getvalue()


XLSX = {
    "sheet": SHEET.encode(),
    "parts": SEPARATOR.join((SHEET, STRINGS, STYLES, WORKBOOK, RELATIONSHIPS)).encode(),
    "strings": SEPARATOR.join((SHEET, STRINGS)).encode(),
    "zip": zipped(),
}

LEDGER = """ledger: visit
title: {zh: 走访, en: Visits}
chapter: c
purpose: {zh: 看望, en: See}
number: ZF
key: [who, visited_on]
retention: {years: 3}
fields:
  - {name: visited_on, title: {zh: 日期, en: Day}, type: date, required: true, role: happened_on}
  - {name: who, title: {zh: 姓名, en: Who}, type: person, sensitive: identity, aliases: [户主]}
  - name: kind
    title: {zh: 类别, en: Kind}
    type: choice
    choices: {old: 老人, young: {zh: 青年, en: Young, aliases: [小青年]}}
  - name: paid
    title: {zh: 金额, en: Paid}
    type: money
    min: 0.01
    visible_if: kind = 'old' and not (paid < 3)
    check: {rule: "paid >= 1", message: {zh: 少, en: Less}}
"""
INDICATORS = """---
indicator: visit.count
title: {zh: 走访数, en: Visits}
of: visit
measure: sum(paid)
where: kind in ('old', 'young') and who is not missing
unit: 元
print: {format: approx(100) wan(2), as: "每{}元", zero: 零}
---
indicator: visit.rate
title: {zh: 率, en: Rate}
measure: ratio(visit.count, visit.count)
unit: "%"
"""
MAP = """---
map: other
title: {zh: 外表, en: Other}
ledger: visit
number: id
date_format: "%Y-%m-%d"
columns:
  who: {columns: [a, b], join: " "}
  kind: {column: k, values: {O: old}, default: young}
  visited_on: {column: d, split: "T", part: 1}
"""
REPORT = "---\nreport: half\ntitle: {zh: 半年, en: Half}\n---\n走访{{visit.count | wan(2)}}元\n"
YAML = {
    "ledger": LEDGER.encode(),
    "indicators": (LEDGER + INDICATORS).encode(),
    "map": (LEDGER + MAP).encode(),
    "report": REPORT.encode(),
    "odd": "a: &x [*x, !!int 1, \"\\u0041\"]\n? {b: c}\n: |2-\n   d\n".encode(),
}

RING = "[[120,30],[120.01,30],[120.01,30.01],[120,30]]"
FEATURE = """{"type":"Feature","properties":{"代码":"11","名称":"石桥社区","级别":2,"x":null},
"geometry":{"type":"%s","coordinates":%s}}"""
GEOJSON = {
    "polygon": '{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:4490"}},"features":[%s]}'
               % (FEATURE % ("Polygon", f"[{RING}]")),
    "many": '﻿{"type":"FeatureCollection","crs":"gcj02","features":[%s,%s]}'
            % (FEATURE % ("MultiPolygon", f"[[{RING}],[{RING}]]"), FEATURE % ("Point", "[1e999,-91]")),
}


def tar_piece(name, content):
    """A file of a backup, as src/exchange/tar_header.cpp writes it."""
    head = bytearray(512)
    for at, field in ((0, name.encode()), (100, b"0000600"), (108, b"0000000"), (116, b"0000000"),
                      (124, b"%011o" % len(content)), (136, b"%011o" % 1_590_000_000),
                      (148, b"        "), (156, b"0"), (257, b"ustar\x0000")):
        head[at:at + len(field)] = field
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + content + bytes(-len(content) % 512)


BACKUP = {
    "pieces": tar_piece("tables.txt", b"office\toffice_id=bigint\n")
              + tar_piece("office/000001.copy", b"1\n") + tar_piece("none", b"") + bytes(1024),
    "cut": tar_piece("taizhang.db", bytes(2000))[:1500],
}

# 24 x 16, red above and blue below.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdB"
    "RkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P"
    "T09PT09PT09PT09PT0//wAARCAAQABgDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAUG/8QAFBABAAAAAAAAAAAA"
    "AAAAAAAAAP/EABUBAQEAAAAAAAAAAAAAAAAAAAAF/8QAGREAAgMBAAAAAAAAAAAAAAAAABZjouHi/9oADAMBAAIRAxEAPwDP"
    "iELCnNXovM0VsLohApzV6DNFbD//2Q==")
EXIF = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"


def png(colour, interlace, rows):
    """A picture of 4 x 4, 8 bits a channel."""
    def chunk(kind, content):
        return (len(content).to_bytes(4, "big") + kind + content
                + zlib.crc32(kind + content).to_bytes(4, "big"))
    head = (4).to_bytes(4, "big") * 2 + bytes((8, colour, 0, 0, interlace))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


PICTURE = {
    "jpeg": JPEG[:2] + b"\xff\xe1" + (len(EXIF) + 2).to_bytes(2, "big") + EXIF + JPEG[2:],
    "png_rgb": png(2, 0, (b"\0" + bytes(range(12))) * 4),
    "png_grey_alpha": png(4, 0, (b"\1" + bytes(range(8))) * 4),
    # Passes of 1, 0, 0, 1, 1, 2 and 2 rows.
    "png_interlaced": png(0, 1, b"\0a" + b"\0b" + b"\0ab" + 2 * b"\0ab" + 2 * b"\0abcd"),
    "pdf": b"%PDF-1.4\n%%EOF\n",
}


def main():
    for subject, seeds in (("csv", CSV), ("xlsx", XLSX), ("yaml", YAML), ("geojson", GEOJSON),
                           ("backup", BACKUP), ("picture", PICTURE)):
        folder = pathlib.Path(sys.argv[1]) / subject
        folder.mkdir(parents=True, exist_ok=True)
        for name, seed in seeds.items():
            (folder / name).write_bytes(seed if isinstance(seed, bytes) else seed.encode())


main()
