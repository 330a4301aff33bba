"""Workbooks of Excel 95 and before (BIFF2 to BIFF5), also those written by hand without a container.

Read by ``xlrd``: the library for newer ones takes Chinese code pages for single bytes. Their text is read as GB18030,
whatever code page they claim.
"""

import codecs
import io
from datetime import time
from typing import Any

from village_desk.workbooks.formats import file_kinds
from village_desk.workbooks.formats.cells import Cell, Unread
from village_desk.workbooks.formats.overlooked import Overlooked
from village_desk.workbooks.formats.sheet import Sheet

_LENIENT = "gb18030_lenient"
_DATE, _TRUTH, _ERROR = 3, 4, 5
"""Kinds of cell whose value is not yet what it means."""


def sheets(stream: bytes, overlooked: list[Overlooked]) -> list[Sheet]:
    """The worksheets of a stream of records; Refused with ``not_a_workbook`` when it is damaged."""
    import xlrd
    from xlrd.biffh import XLRDError

    broken: tuple[type[Exception], ...] = (XLRDError, *file_kinds.MUTILATED)
    codecs.register(_lenient)
    try:
        book = xlrd.open_workbook(
            file_contents=stream, encoding_override=_LENIENT, logfile=io.StringIO(), ragged_rows=True
        )
        return [
            _sheet(sheet, book.datemode, overlooked[place] if place < len(overlooked) else Overlooked())
            for place, sheet in enumerate(book.sheets())
        ]
    except broken:
        raise file_kinds.damaged() from None


def _sheet(sheet: Any, epoch: Any, besides: Overlooked) -> Sheet:
    rows = [_row(sheet.row_types(place), sheet.row_values(place), epoch) for place in range(sheet.nrows)]
    for (place, column), cell in besides.unread.items():
        rows[place][column] = cell
    hidden = besides.hidden_rows, besides.hidden_columns
    return Sheet(sheet.name, rows, [], sheet.visibility != 0, *hidden)


def _row(kinds: Any, values: list[Any], epoch: Any) -> list[Cell]:
    for special in (_DATE, _TRUTH, _ERROR):
        if special in kinds:
            return [_value(kind, value, epoch) for kind, value in zip(kinds, values, strict=True)]
    return values


def _value(kind: int, value: Any, epoch: Any) -> Cell:
    import xlrd

    if kind == _DATE:
        moment = xlrd.xldate_as_datetime(value, epoch)
        if value < 1:
            return moment.time()
        return moment.date() if moment.time() == time() else moment
    if kind == _ERROR:
        return Unread("error", xlrd.error_text_from_code.get(value, "#N/A"))
    return bool(value) if kind == _TRUTH else value


def _lenient(name: str) -> codecs.CodecInfo | None:
    """GB18030 in which a character that a column of fixed width cut in half costs that character, not the file."""
    if name != _LENIENT:
        return None
    chinese = codecs.lookup("gb18030")
    return codecs.CodecInfo(chinese.encode, lambda data, errors="strict": chinese.decode(data, "replace"), name=name)
