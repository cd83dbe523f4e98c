# SPDX-License-Identifier: Apache-2.0
"""Backups whose digests are right and whose contents are not."""
import hashlib
import json
import os
import sqlite3
import subprocess
import sys

from case import FAILED, case, written

HEAD = 512 + 4096 + 512 + 512


def piece(name, content, said=None):
    """A file of a backup, as src/exchange/tar_header.cpp writes it."""
    size = len(content) if said is None else said
    field = b"%011o" % size if size < 1 << 33 else b"\x80" + bytes(3) + size.to_bytes(8, "big")
    head = bytearray(512)
    for at, part in ((0, name.encode()), (100, b"0000600"), (108, b"0000000"), (116, b"0000000"),
                     (124, field), (136, b"%011o" % 1_590_000_000), (148, b"        "),
                     (156, b"0"), (257, b"ustar\x0000")):
        head[at:at + len(part)] = part
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + content + bytes(-len(content) % 512)


def forged(folder, contents=None, change=None):
    """A backup of the store there, with other contents or another manifest under right digests."""
    program = os.path.abspath(sys.argv[1])
    subprocess.run([program, "backup", "--data", "office", "-o", "真.tar"], cwd=folder, check=True,
                   capture_output=True)
    whole = (folder / "真.tar").read_bytes()
    (folder / "真.tar").unlink()
    contents = whole[HEAD:] if contents is None else contents + bytes(1024)
    manifest = json.loads(whole[512:512 + 4096])
    manifest |= {"contents_bytes": len(contents),
                 "contents_digest": hashlib.sha256(contents).hexdigest(), **(change or {})}
    text = json.dumps(manifest, ensure_ascii=False).encode().ljust(4095) + b"\n"
    digest = hashlib.sha256(text).hexdigest().encode() + b"  manifest.json\n"
    return written(folder, "备份.tar", piece("manifest.json", text) + piece("manifest.sha256", digest)
                   + contents)


def refused(name, why, line, make):
    for word, command in (("check", ["backup", "check", "FILE"]),
                          ("restore", ["restore", "FILE", "--data", "copy", "--key", "office.key"])):
        told = line[word] if isinstance(line, dict) else line
        if told:
            case([told], code=FAILED, rows=[], name=f"{name}_{word}", why=why,
                 command=command)(make)


def other_database(folder):
    file = folder / "tmp" / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE office (code)")
    other.close()
    return forged(folder, piece("taizhang.db", file.read_bytes()))


NO_STORE = {"check": None, "restore": "备份.tar：备份里的台账库打不开，换一份备份"}
refused("backup_of_noise", "bytes that are no database", NO_STORE,
        lambda folder: forged(folder, piece("taizhang.db", bytes(range(256)) * 64)))
refused("backup_of_another", "a database that is no store", NO_STORE, other_database)
refused("backup_of_nothing", "no database at all",
        {"check": None, "restore": "备份.tar：备份里没有台账库"}, lambda folder: forged(folder, b""))
refused("backup_that_says_more", "an exabyte that is not there", "备份.tar：备份损坏了，换一份备份",
        lambda folder: forged(folder, piece("taizhang.db", b"", said=1 << 60)))
refused("backup_of_other_counts", "more records than its own digest knows",
        "备份清单写得不全，换一份备份", lambda folder: forged(folder, change={"records": 7}))
refused("backup_of_the_future", "a form that nobody knows yet",
        "备份由更新的程序写成，请升级本程序", lambda folder: forged(folder, change={"format": 2}))
