"""Old .xls files (BIFF8 in an OLE container), written record by record: enough for one sheet of one claim."""

import struct
from collections.abc import Sequence
from hashlib import md5

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_BOF, _BOUNDSHEET, _FILEPASS = 0x809, 0x85, 0x2F
ERRORS = {"#N/A": 42, "#DIV/0!": 7}


def container(name: str, stream: bytes, far_table: bool = False) -> bytes:
    """An OLE file with one stream: in the small sectors below 4,096 bytes, in its own sectors else.

    With ``far_table`` the place of its table stands in a sector of its own, as in files above 7 MB.
    """
    small = len(stream) < 4096
    body = _padded(stream, 64 if small else 512)
    sectors = [_padded(body[place : place + 512], 512) for place in range(0, len(body), 512)]
    tables = 1
    while 3 + len(sectors) + tables - 1 > tables * 128:
        tables += 1
    table = [_TABLE, _END, _END, *range(4, 3 + len(sectors)), _END, *[_TABLE] * (tables - 1)]
    parts = [_numbers(table[place : place + 128]) for place in range(0, len(table), 128)]
    start = 0 if small else 3
    root = (3, len(body)) if small else (_END, 0)
    directory = _entry("Root Entry", 5, *root) + _entry(name, 2, start, len(stream)) + bytes(256)
    pieces = [*range(1, len(body) // 64), _END] if small else []
    far = len(sectors) + 3 if far_table else _END
    end = [struct.pack("<128I", 0, *[_FREE] * 126, _END)] if far_table else []
    places = [0, *range(3 + len(sectors), 2 + len(sectors) + tables)]
    return b"".join([_head(small, far, places), parts[0], directory, _numbers(pieces), *sectors, *parts[1:], *end])


def workbook(
    rows: Sequence[Sequence[str | float]],
    errors: dict[tuple[int, int], str] | None = None,
    hidden_row: int | None = None,
    hidden_column: int | None = None,
) -> bytes:
    """A workbook of one sheet; ``errors`` are formula cells whose result is that error, by row and column from 0."""
    cells = b""
    if hidden_column is not None:
        cells += _record(0x7D, struct.pack("<HHHHHH", hidden_column, hidden_column, 2000, 15, 1, 0))
    if hidden_row is not None:
        cells += _record(0x208, struct.pack("<HHHHHHHH", hidden_row, 0, 9, 255, 0, 0, 0x120, 15))
    cells += b"".join(
        _cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    )
    cells += b"".join(_error_formula(row, column, ERRORS[name]) for (row, column), name in (errors or {}).items())
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + _record(0x0A)
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    length = len(start) + 4 + 8 + 2 + 4
    return start + _record(0x85, struct.pack("<IBBBB", length, 0, 0, 2, 0) + b"S1") + _record(0x0A) + sheet


def workbook95(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook of one sheet as Excel 95 writes it in China: text in CP936."""
    cells = b"".join(
        _old_cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    )
    sheet = _record(_BOF, struct.pack("<HHHH", 0x500, 0x10, 0, 0)) + cells + _record(0x0A)
    formats = _record(0x42, struct.pack("<H", 936)) + _record(0xE0, bytes(16))
    start = _record(_BOF, struct.pack("<HHHH", 0x500, 0x05, 0, 0)) + formats
    length = len(start) + 4 + 7 + 2 + 4
    return start + _record(_BOUNDSHEET, struct.pack("<IHB", length, 0, 2) + b"S1") + _record(0x0A) + sheet


def _old_cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("gbk")
        return _record(0x204, place + struct.pack("<H", len(text)) + text)
    return _record(0x203, place + struct.pack("<d", value))


def encrypted(stream: bytes, password: str) -> bytes:
    """The workbook encrypted as Excel 97 does, RC4 with a key for each 1,024 bytes ([MS-XLS] 2.2.10)."""
    salt = bytes(range(16))
    first = _stream_cipher(password, salt, 0)
    proof = first.update(bytes(16)) + first.update(md5(bytes(16)).digest())
    announced = _record(_FILEPASS, struct.pack("<HHH", 1, 1, 1) + salt + proof)
    begin = 4 + struct.unpack_from("<H", stream, 2)[0]
    plain = bytearray(stream[:begin] + announced + stream[begin:])
    blocks = range(-(-len(plain) // 1024))
    hidden = b"".join(_stream_cipher(password, salt, block).update(bytes(1024)) for block in blocks)
    place = 0
    while place < len(plain):
        kind, length = struct.unpack_from("<HH", plain, place)
        clear = {_BOF: length, _FILEPASS: length, _BOUNDSHEET: 4}.get(kind, 0)
        if kind == _BOUNDSHEET:
            struct.pack_into("<I", plain, place + 4, struct.unpack_from("<I", plain, place + 4)[0] + len(announced))
        for each in range(place + 4 + clear, place + 4 + length):
            plain[each] ^= hidden[each]
        place += 4 + length
    return bytes(plain)


def _stream_cipher(password: str, salt: bytes, block: int) -> CipherContext:
    short = md5(password.encode("utf-16-le")).digest()[:5]
    key = md5(md5((short + salt) * 16).digest()[:5] + struct.pack("<I", block)).digest()
    return Cipher(ARC4(key), mode=None).encryptor()


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, place + struct.pack("<d", value))


def _error_formula(row: int, column: int, code: int) -> bytes:
    result = bytes([2, 0, code, 0, 0, 0, 0xFF, 0xFF])
    return _record(0x06, struct.pack("<HHH", row, column, 0) + result + struct.pack("<HIH", 0, 0, 0))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _head(small: bool, far: int, places: Sequence[int]) -> bytes:
    near = ([_FREE] if far != _END else [*places]) + [_FREE] * 109
    small_table = (2 if small else _END, int(small))
    numbers = (0, len(places), 1, 0, 4096, *small_table, far, int(far != _END), *near[:109])
    start = _MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    return start + struct.pack(f"<{len(numbers)}I", *numbers)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    return (
        head
        + struct.pack("<III", _FREE, _FREE, 1 if kind == 5 else _FREE)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )


def _numbers(values: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values).ljust(512, b"\xff")


def _padded(data: bytes, size: int) -> bytes:
    return data.ljust(-(-len(data) // size) * size, b"\0")
