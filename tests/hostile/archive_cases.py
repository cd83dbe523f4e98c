# SPDX-License-Identifier: Apache-2.0
"""Archives that are damaged, locked, or bombs."""
import struct

from case import FAILED, case, written
from sheets import parts, sheet_xml
from workbook_cases import HEADER, PLAIN
from zips import Zip

DAMAGED = "表.xlsx…：文件不完整或已损坏，请重新下载，或用 WPS、Excel 打开后另存为 .xlsx"
BOMB = "表.xlsx…：文件解压后异常庞大，已停止读取，请拆分成几个文件或另存后再试"
LOCKED = "表.xlsx：文件已加密，请在 WPS 或 Excel 中取消密码后另存为 .xlsx"
MIB = 1 << 20
BEGIN = sheet_xml([HEADER]).split("</sheetData>")[0].encode()


def refused(name, why, line, make):
    case([line], code=FAILED, rows=[], name=name, why=why)(make)


def archive(name, why, line, change):
    """A workbook to which `change` does something."""
    def make(folder):
        content = Zip()
        for part, data in parts(PLAIN).items():
            if part != "xl/worksheets/sheet1.xml":
                content.add(part, data)
        change(content)
        return content.write(folder / "表.xlsx")
    refused(name, why, line, make)


def cut(folder):
    return Zip(parts(PLAIN)).write(folder / "表.xlsx", cut=-60)


def half(folder):
    return Zip(parts(PLAIN)).write(folder / "表.xlsx", cut=700)


refused("cut_directory", "the end of the archive is missing", DAMAGED, cut)
refused("cut_half", "half of the archive is missing", DAMAGED, half)
refused("not_an_archive", "a zip's first bytes and noise", DAMAGED,
        lambda folder: written(folder, "表.xlsx", b"PK\3\4" + bytes(range(256)) * 64))
SHEET = "xl/worksheets/sheet1.xml"
archive("bomb", "ten gigabytes of blanks", BOMB,
        lambda zip: zip.add(SHEET, [(BEGIN, 1), (b" " * MIB, 10 * 1024)]))
archive("bomb_that_lies", "ten gigabytes that say they are one kilobyte", "表.xlsx…：…",
        lambda zip: zip.add(SHEET, [(BEGIN, 1), (b" " * MIB, 10 * 1024)], said_size=1000))
archive("bomb_of_zeros", "ten gigabytes of zeros are no XML",
        "表.xlsx…：文件内部结构损坏，请用 WPS 或 Excel 打开后另存为 .xlsx 再试",
        lambda zip: zip.add(SHEET, [(b"\0" * MIB, 10 * 1024)]))
archive("nested_bomb", "an archive in the place of a sheet",
        "表.xlsx…：文件内部结构损坏，请用 WPS 或 Excel 打开后另存为 .xlsx 再试",
        lambda zip: zip.add(SHEET, Zip({"a": [(b"\0" * MIB, 1024)]}).body))
def twice(zip):
    zip.add(SHEET, PLAIN)
    zip.add(SHEET, PLAIN.replace("样本甲", "样本丁"))


archive("same_part_twice", "two sheets of one name: programs differ in which they show",
        "表.xlsx：压缩包里有两个同名的部件，无法确定用哪一个，请用 WPS 或 Excel 打开后另存为 .xlsx",
        twice)


def many(zip):
    zip.add(SHEET, PLAIN)
    name = b"n" * 60_000
    entry = (b"PK\1\2" + struct.pack("<HHHHHHIIIHHHHHII", 45, 45, 0, 0, 0, 33, 0, 0, 0, len(name),
                                     0, 0, 0, 0, 0, 0) + name)
    zip.directory += entry * 5000
    zip.count += 5000


archive("long_names", "a directory of 300 MB of names", "表.xlsx：压缩包内的文件过多，不是正常的表格文件",
        many)


def many_that_lie(zip):
    many(zip)
    end = zip.end
    zip.end = lambda: end(count=5, directory_bytes=1000)


archive("long_names_that_lie", "the same, said to be small",
        "表.xlsx：压缩包内的文件过多，不是正常的表格文件", many_that_lie)


def million_entries(folder):
    content = Zip(parts(PLAIN))
    entry = (b"PK\1\2" + struct.pack("<HHHHHHIIIHHHHHII", 45, 45, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0,
                                     0, 0, 0) + b"n")
    directory = content.directory + entry * 1_000_000
    at, count = len(content.body), content.count + 1_000_000
    wide = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, len(directory), at)
    end = struct.pack("<IQI", 0, at + len(directory), 1)
    last = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return written(folder, "表.xlsx", content.body + directory + b"PK\6\6" + wide + b"PK\6\7" + end
                   + b"PK\5\6" + last)


refused("million_entries", "a million entries", "表.xlsx：压缩包内的文件过多，不是正常的表格文件",
        million_entries)


def locked(folder):
    content = Zip()
    for part, data in parts(PLAIN).items():
        content.add(part, data, flags=1)
    return content.write(folder / "表.xlsx")


refused("locked_archive", "a zip with a password", LOCKED, locked)


def compound(*names):
    """An OLE compound file with nothing but a directory of names."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[0x18:0x20] = struct.pack("<HHHH", 0x3E, 3, 0xFFFE, 9)
    header[0x2C:0x34] = struct.pack("<II", 1, 1)
    header[0x4C:0x50] = struct.pack("<I", 0)
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    entries = b""
    for name in names:
        encoded = (name + "\0").encode("utf-16-le")
        entries += (encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), 2, 1)
                    + b"\xff" * 12).ljust(128, b"\0")
    return bytes(header) + table + entries.ljust(512, b"\0")


refused("encrypted_workbook", "what Excel writes with a password", LOCKED,
        lambda folder: written(folder, "表.xlsx",
                               compound("Root Entry", "EncryptionInfo", "EncryptedPackage")))
