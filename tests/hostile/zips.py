# SPDX-License-Identifier: Apache-2.0
"""Zip archives as only an attacker writes them."""
import random
import struct
import zlib


def repeated(before, length, after, count):
    """`count` pieces of random letters, which compress too little for a bomb."""
    source = random.Random(1)
    letters = "".join(source.choices("abcdefghijklmnopqrstuvwxyz", k=length + count))
    return "".join(before + letters[i:i + length] + after for i in range(count)).encode()


def deflated(pieces):
    """Raw deflate of (bytes, times) pieces: each is compressed once and then copied, so that ten
    gigabytes cost nothing to make. Returns it with its size and checksum; the latter only where
    nothing is copied."""
    result, size, checksum, copied = b"", 0, 0, False
    for data, times in pieces:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        result += (packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)) * times
        size += len(data) * times
        checksum = zlib.crc32(data * times, checksum) if len(data) * times < 1 << 28 else 0
    end = zlib.compressobj(6, zlib.DEFLATED, -15)
    return result + end.flush(), size, checksum


class Zip:
    def __init__(self, content=None):
        self.body, self.directory, self.count = b"", b"", 0
        for name, data in (content or {}).items():
            self.add(name, data)

    def add(self, name, data, said_size=None, flags=0):
        data = data.encode() if isinstance(data, str) else data
        packed, size, checksum = deflated(data if isinstance(data, list) else [(data, 1)])
        size = size if said_size is None else said_size
        wide = b""
        if size >= 0xFFFFFFFF:
            wide, size = struct.pack("<HHQ", 1, 8, size), 0xFFFFFFFF
        encoded = name.encode()
        common = struct.pack("<HHHHHIIIHH", 45, flags | 0x800, 8, 0, 33, checksum, len(packed), size,
                             len(encoded), len(wide))
        self.directory += (b"PK\1\2" + struct.pack("<H", 45) + common
                           + struct.pack("<HHHII", 0, 0, 0, 0, len(self.body)) + encoded + wide)
        self.body += b"PK\3\4" + common + encoded + wide + packed
        self.count += 1

    def end(self, count=None, directory_bytes=None):
        count = self.count if count is None else count
        size = len(self.directory) if directory_bytes is None else directory_bytes
        return b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, size, len(self.body), 0)

    def write(self, path, cut=None):
        data = self.body + self.directory + self.end()
        path.write_bytes(data[:cut])
        return path.name
