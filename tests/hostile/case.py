# SPDX-License-Identifier: Apache-2.0
"""What a hostile or odd file is, and what must come of it."""
import dataclasses
import typing

CASES = []


@dataclasses.dataclass
class Case:
    name: str
    why: str
    make: typing.Callable  # (folder) → name of the file, which it has written there
    expect: list  # lines printed; "…" stands for anything within a line, "..." for any lines
    code: int
    rows: list  # of the ledger afterwards, fields that are not empty, None: not looked at
    command: list  # words after the program's name, with FILE and DATA
    peak_mib: int
    before: list  # words before the program
    network: bool  # may it try? A listener on this machine then sees whether it did


def case(expect, code=0, rows=None, command=None, options=(), peak_mib=128, before=(),
         network=False,
         name=None, why=None):
    """Makes a case of the function that writes its file; its first line of documentation is why."""
    command = command or ["import", "--data", "DATA", "visit", "FILE", *options]

    def keep(make):
        CASES.append(Case(name or make.__name__, why or make.__doc__, make, expect, code, rows,
                          command, peak_mib, list(before), network))
        return make

    return keep


def written(folder, name, content):
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    return name


def added(count, wrong=0):
    return f"新增 {count}，改动 0，相同 0，有误 {wrong}。批次 …"


ROWS_WRONG = 3  # exit code: some rows were refused
FAILED = 1
