"""Old .xls files (BIFF): details that the reading library leaves out, found in the records themselves."""

import struct
from collections.abc import Iterator

from village_desk.words import _
from village_desk.workbooks.formats import file_kinds
from village_desk.workbooks.formats.cells import Unread
from village_desk.workbooks.formats.compound import Compound, Damaged
from village_desk.workbooks.formats.extent import Extent
from village_desk.workbooks.formats.overlooked import Overlooked

_BOUNDSHEET, _FILEPASS, _EOF = 0x85, 0x2F, 0x0A
_FORMULA, _BOOLERR, _MULRK, _ROW, _COLUMNS = 0x06, 0x205, 0xBD, 0x208, 0x7D
_FILLED = frozenset((_FORMULA, _BOOLERR, _MULRK, 0xFD, 0xD6, 0x27E, 0x203, 0x204, *range(2, 6), 0x206, 0x406))
"""Records of a filled cell, also those of Excel 2 to 4."""
_READ = frozenset((_FORMULA, _BOOLERR, _ROW, _COLUMNS))
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN, _LAST_COLUMN = 0x20, 0x01, 255
_HEAD = struct.Struct("<HHHH")
_Record = tuple[int, int, int, bytes]
"""Kind, the two numbers that the record begins with (row and column), and its body."""
_NO_NUMBER = b"\xff\xff"
_FAILED, _EMPTY = 2, 3
"""The kinds of a formula's result that are no number: an error, or an empty text."""
_WANTS_CALCULATION = 0x02
_EMPTY_TEXT = (b"\x17\0\0", b"\x17\0\1")
"""An empty text within a formula: such a formula may well have an empty result."""


def stream(data: bytes) -> bytes | None:
    """The records of the workbook in a file of the old container, None when a whole encrypted file lies in it instead.

    Refused with ``not_a_workbook`` for another Office file or a damaged one.
    """
    try:
        compound = Compound(data)
        names = compound.names()
        for name in ("Workbook", "Book"):
            if name in names:
                return compound.stream(name)
    except (Damaged, struct.error):
        raise file_kinds.damaged() from None
    if "EncryptedPackage" in names:
        return None
    if "WordDocument" in names:
        raise file_kinds.not_a_workbook(_("这个文件是 Word 文档，不是表格"))
    raise file_kinds.not_a_workbook(_("这个文件不是表格"))


def is_encrypted(records: bytes) -> bool:
    """Whether the records are encrypted."""
    return any(kind == _FILEPASS for kind, _place in _globals(records))


def is_excel95(records: bytes) -> bool:
    """Whether the records are older than Excel 97, whose text is Unicode."""
    return records[:2] != b"\x09\x08" or records[4:6] < b"\x00\x06"


def look(records: bytes) -> list[Overlooked]:
    """The details of each sheet besides its values, in the workbook's order of sheets.

    Refused ``protected`` when the workbook is still encrypted, ``bomb``, or ``not_a_workbook`` when damaged.
    """
    try:
        parts = list(_globals(records))
        if any(kind == _FILEPASS for kind, _place in parts):
            raise file_kinds.protected()
        sheets = [struct.unpack_from("<I", records, place)[0] for kind, place in parts if kind == _BOUNDSHEET]
        return [_look(records, place) for place in sheets or [0]]
    except (struct.error, IndexError):
        raise file_kinds.damaged() from None


def _globals(records: bytes) -> Iterator[tuple[int, int]]:
    """Kind and place of each record about the workbook as a whole."""
    place = 0
    while place + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, place)
        if kind == _EOF:
            return
        yield kind, place + 4
        place += 4 + length


def _look(stream: bytes, start: int) -> Overlooked:
    records = _records_of(stream + bytes(_HEAD.size), start)
    rows = {row for kind, row, _column, body in records if kind == _ROW and body[12] & _ROW_IS_HIDDEN}
    hidden = [(first, last) for kind, first, last, body in records if kind == _COLUMNS and body[8] & _COLUMN_IS_HIDDEN]
    columns = {column for first, last in hidden for column in range(first, min(last, _LAST_COLUMN) + 1)}
    return Overlooked(dict(_unread(records)), frozenset(rows), frozenset(columns))


def _records_of(stream: bytes, place: int) -> list[_Record]:
    """Each record of the sheet that is more than a value. Refused ``bomb`` when its cells reach too far.

    Every record passes here: that is why nothing is called for most of them.
    """
    found, lowest, rightmost = [], -1, -1
    read, end = _HEAD.unpack_from, len(stream) - _HEAD.size
    while place < end:
        kind, length, row, column = read(stream, place)
        if kind in _FILLED:
            lowest = row if row > lowest else lowest
            rightmost = column if column > rightmost else rightmost
            if kind == _MULRK:
                rightmost = max(rightmost, *struct.unpack_from("<H", stream, place + 2 + length))
        elif kind == _EOF:
            break
        if kind in _READ:
            found.append((kind, row, column, stream[place + 4 : place + 4 + length]))
        place += 4 + length
    Extent().include(lowest, rightmost)
    if rightmost > _LAST_COLUMN:
        raise file_kinds.damaged()
    return found


def _unread(records: list[_Record]) -> Iterator[tuple[tuple[int, int], Unread]]:
    formulas = [(row, column, body) for kind, row, column, body in records if kind == _FORMULA]
    nothing = not _any_calculated([body for _row, _column, body in formulas])
    for row, column, body in formulas:
        if _result(body) == _FAILED:
            yield (row, column), Unread("error", _ERRORS.get(body[8], "#N/A"))
        elif (nothing and _result(body) == _EMPTY) or (body[14] & _WANTS_CALCULATION and not any(body[6:14])):
            yield (row, column), Unread("formula", "=")
    for kind, row, column, body in records:
        if kind == _BOOLERR and body[7]:
            yield (row, column), Unread("error", _ERRORS.get(body[6], "#N/A"))


def _any_calculated(formulas: list[bytes]) -> bool:
    """Whether the results may be true: a writer that cannot calculate leaves all of them empty (``xlwt``)."""
    if any(_result(body) != _EMPTY for body in formulas):
        return True
    return all(any(text in body[22:] for text in _EMPTY_TEXT) for body in formulas)


def _result(formula: bytes) -> int | None:
    """The kind of a formula's result that is no number; None for a number."""
    return formula[6] if formula[12:14] == _NO_NUMBER else None
