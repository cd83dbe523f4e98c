# SPDX-License-Identifier: Apache-2.0
"""Old binary workbooks. LibreOffice makes them here, and reads them in the program."""
import os
import subprocess

from archive_cases import compound
from case import FAILED, ROWS_WRONG, added, case, written
from workbook_cases import FIRST, SECOND

LISTENER = os.environ.get("LISTENER", "127.0.0.1:9")
TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet" office:version="1.3"><office:body>
<office:spreadsheet><table:table table:name="表">%s</table:table></office:spreadsheet></office:body>
</office:document>"""
NO_LIBREOFFICE = ["env", "PATH=/nonexistent"]
SAVE_AS = "请用 WPS 或 Excel 打开后另存为 .xlsx"


def cell(value, formula=""):
    formula = f' table:formula="of:={formula}"' if formula else ""
    return (f'<table:table-cell{formula} office:value-type="string"><text:p>{value}</text:p>'
            "</table:table-cell>")


def old_workbook(folder, name, rows):
    """Without network: what a formula calls for must be called for by the program, or by nobody."""
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    (folder / "table.fods").write_text(TABLE % body)
    alone = ["unshare", "--user", "--map-root-user", "--net"]
    can = subprocess.run([*alone, "true"], stderr=subprocess.DEVNULL).returncode == 0
    subprocess.run([*(alone if can else []), "soffice", "--headless",
                    f"-env:UserInstallation=file://{folder}/tmp/profile", "--convert-to",
                    "xls:MS Excel 97", "--outdir", folder, folder / "table.fods"],
                   check=True, capture_output=True)
    subprocess.run(["rm", "-rf", folder / "tmp/profile"], check=True)
    (folder / "table.xls").rename(folder / name)
    return name


def rows(call=""):
    return [[cell("走访日期"), cell("姓名"), cell("备注")],
            [cell("2020-01-03"), cell("样本甲"), cell("第一次", call)],
            [cell("2020-01-04"), cell("样本乙"), cell("第二次")]]


# LibreOffice's own memory is not ours to bound as tightly.
for label, name in (("old_xls", "表.xls"), ("old_et", "表.et"), ("old_xls_renamed", "表.xlsx")):
    case([added(2)], rows=[FIRST, SECOND], name=label, why="an old workbook, converted",
         peak_mib=1024)(lambda folder, name=name: old_workbook(folder, name, rows()))


@case(["1 行有误，没有导入：",
       "  表.xls 工作表“表” 第 2 行 C（备注） 列 “#N/A”：单元格里的公式出错。应为：…", added(1, 1)],
      code=ROWS_WRONG, rows=[SECOND], network=True, peak_mib=1024)
def old_xls_calls_home(folder):
    """A formula of an old workbook that asks a listener on this machine"""
    return old_workbook(folder, "表.xls", rows(f"WEBSERVICE(&quot;http://{LISTENER}/&quot;)"))


def refused(name, why, file, line, content, **others):
    case([line], code=FAILED, rows=[], name=name, why=why, **others)(
        lambda folder: written(folder, file, content))


EMPTY = compound("Root Entry", "Workbook")
refused("old_xls_damaged", "a compound file without a workbook in it", "表.xls",
        "表.xls 工作表“table”：前 20 行里没有“走访”的表头，这可能是别的台账的表。应为：…",
        EMPTY, peak_mib=1024)
refused("old_xls_alone", "where there is no LibreOffice", "表.xls",
        f"表.xls：旧的 .xls 格式要先转换：{SAVE_AS}，或在本机安装 LibreOffice", EMPTY,
        before=NO_LIBREOFFICE)
refused("old_et_alone", "where there is no LibreOffice", "表.et",
        "表.et：WPS 的 .et 格式要先转换：请用 WPS 打开后另存为 .xlsx，或在本机安装 LibreOffice", EMPTY,
        before=NO_LIBREOFFICE)
