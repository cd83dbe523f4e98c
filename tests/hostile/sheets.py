# SPDX-License-Identifier: Apache-2.0
"""Workbooks part by part, so that each part can be wrong in its own way."""
import xml.sax.saxutils as sax
import zipfile

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def text(value):
    return f'<c t="inlineStr"><is><t xml:space="preserve">{sax.escape(value)}</t></is></c>'


def number(digits, style=0):
    return f'<c s="{style}"><v>{digits}</v></c>'


def sheet_xml(rows, before="", after=""):
    body = "".join(f"<row>{''.join(row)}</row>" for row in rows)
    return (f'{HEAD}<worksheet xmlns="{SPREADSHEET}" xmlns:r="{RELATIONSHIP}">{before}<sheetData>'
            f"{body}</sheetData>{after}</worksheet>")


def relationship(name, kind, target, mode=""):
    return f'<Relationship Id="{name}" Type="{RELATIONSHIP}/{kind}" Target="{target}"{mode}/>'


def relationships(*all_of_them):
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{"".join(all_of_them)}</Relationships>'


def workbook_xml(sheets='<sheet name="表" sheetId="1" r:id="rId1"/>', properties=""):
    return (f'{HEAD}<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONSHIP}">'
            f"<workbookPr {properties}/><sheets>{sheets}</sheets></workbook>")


STYLES = (f'{HEAD}<styleSheet xmlns="{SPREADSHEET}"><numFmts count="1"><numFmt numFmtId="164" '
          'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs>'
          '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>')


def parts(sheet, **others):
    """The parts of a workbook; a keyword names one by its file name without ending, None omits it."""
    named = {"workbook": "xl/workbook.xml", "styles": "xl/styles.xml",
             "strings": "xl/sharedStrings.xml", "links": "xl/_rels/workbook.xml.rels",
             "types": "[Content_Types].xml", "top": "_rels/.rels"}
    content = {
        "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/'
                               '2006/content-types"/>',
        "_rels/.rels": relationships(relationship("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook_xml(),
        "xl/_rels/workbook.xml.rels": relationships(
            relationship("rId1", "worksheet", "worksheets/sheet1.xml"),
            relationship("rId2", "styles", "styles.xml"),
            relationship("rId3", "sharedStrings", "sharedStrings.xml")),
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": sheet}
    for word, part in others.items():
        content[named[word]] = part
    return {name: part for name, part in content.items() if part is not None}


def zipped(folder, content, name="表.xlsx"):
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as file:
        for part, data in content.items():
            file.writestr(part, data)
    return name


def workbook(folder, rows, name="表.xlsx"):
    return zipped(folder, parts(sheet_xml(rows)), name)
