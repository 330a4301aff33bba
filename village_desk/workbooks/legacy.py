"""Old .xls files (BIFF): what the reading library does not tell, found in the records themselves.

Says whether the file is encrypted, how far its cells reach, and which cells hold an error value. Reads no contents.
"""

import struct
from collections.abc import Iterator

from village_desk.words import _
from village_desk.workbooks import contents
from village_desk.workbooks.cells import Unread
from village_desk.workbooks.compound import Compound, Damaged
from village_desk.workbooks.extent import Extent

Unreads = dict[tuple[int, int], Unread]

_BOUNDSHEET, _FILEPASS, _EOF = 0x85, 0x2F, 0x0A
_FORMULA, _BOOLERR, _MULRK = 0x06, 0x205, 0xBD
_FILLED = {_FORMULA, _BOOLERR, _MULRK, 0xFD, 0xD6, 0x27E, 0x203, 0x204}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def unread(data: bytes) -> list[Unreads]:
    """The error cells of each sheet, in the workbook's order of sheets.

    Refused with ``protected``, ``bomb``, or ``not_a_workbook`` when it is another Office file or damaged.
    """
    try:
        stream = _workbook(Compound(data))
        return [_errors(stream, place) for place in _sheets(stream)]
    except (Damaged, struct.error):
        raise contents.damaged() from None


def _workbook(compound: Compound) -> bytes:
    names = compound.names()
    for name in ("Workbook", "Book"):
        if name in names:
            return compound.stream(name)
    if "WordDocument" in names:
        raise contents.not_a_workbook(_("这个文件是 Word 文档，不是 Excel 工作簿"))
    raise contents.not_a_workbook(_("这个文件不是 Excel 工作簿"))


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record from ``place`` to the end of that part of the stream."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _EOF:
            return
        yield kind, place + 4, length
        place += 4 + length


def _sheets(stream: bytes) -> list[int]:
    places = []
    for kind, place, _length in _records(stream, 0):
        if kind == _FILEPASS:
            raise contents.protected()
        if kind == _BOUNDSHEET:
            places.append(struct.unpack_from("<I", stream, place)[0])
    return places


def _errors(stream: bytes, start: int) -> Unreads:
    extent, found = Extent(), {}
    for kind, place, length in _records(stream, start):
        if kind not in _FILLED:
            continue
        row, column = struct.unpack_from("<HH", stream, place)
        last = struct.unpack_from("<H", stream, place + length - 2)[0] if kind == _MULRK else column
        extent.include(row, max(column, last))
        code = _error_code(stream, kind, place)
        if code is not None:
            found[row, column] = Unread("error", _ERRORS.get(code, "#N/A"))
    return found


def _error_code(stream: bytes, kind: int, place: int) -> int | None:
    """The error that a cell holds by itself or as its formula's result, None when it holds a value."""
    if kind == _BOOLERR:
        value, is_error = stream[place + 6], stream[place + 7]
        return value if is_error else None
    if kind == _FORMULA and stream[place + 12 : place + 14] == b"\xff\xff" and stream[place + 6] == 2:
        return stream[place + 8]
    return None
