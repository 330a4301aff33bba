"""The reading library's part: .xlsx and .xls of Excel 97 and later as sheets, completed with what it overlooks."""

import io
from collections.abc import Callable, Mapping
from math import isfinite

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from village_desk.words import _
from village_desk.workbooks.formats import file_kinds
from village_desk.workbooks.formats.cells import Cell, Unread
from village_desk.workbooks.formats.overlooked import Overlooked
from village_desk.workbooks.formats.sheet import Sheet


def sheets(data: bytes, overlooked: Mapping[int, Overlooked]) -> list[Sheet]:
    """The worksheets in order; ``overlooked`` by the place of the sheet in the workbook.

    Refused with ``not_a_workbook`` when the file is damaged, ``protected`` when it is encrypted.
    """
    return _not_panicking(lambda: _sheets(data, overlooked))


def _sheets(data: bytes, overlooked: Mapping[int, Overlooked]) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _sheet(
                    book.get_sheet_by_index(place),
                    each.visible is not SheetVisibleEnum.Visible,
                    overlooked.get(place, Overlooked()),
                )
                for place, each in enumerate(book.sheets_metadata)
                if each.typ is SheetTypeEnum.WorkSheet
            ]
    except PasswordError:
        raise file_kinds.protected() from None
    except OverflowError:
        raise file_kinds.not_a_workbook(_("有一格很长的数字被设成了时间格式，读不了")) from None
    except (CalamineError, ValueError):
        raise file_kinds.damaged() from None


def _sheet(sheet: CalamineSheet, hidden: bool, besides: Overlooked) -> Sheet:
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    for row in rows:
        for column, cell in enumerate(row):
            if type(cell) is float and not isfinite(cell):
                row[column] = Unread("error", "#NUM!")  # other programs' values that are no numbers; Excel shows this
    for (place, column), cell in besides.unread.items():
        _put(rows, place, column, cell)
    return Sheet(sheet.name, rows, sheet.merged_cell_ranges or [], hidden, besides.hidden_rows, besides.hidden_columns)


def _put(rows: list[list[Cell]], row: int, column: int, cell: Cell) -> None:
    """Sets a cell that may lie beyond the rows of the reading library."""
    rows += [[] for _missing in range(row + 1 - len(rows))]
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = cell


def _not_panicking(work: Callable[[], list[Sheet]]) -> list[Sheet]:
    """The reading library is Rust: on some damaged files it panics, and its panic is no Exception."""
    try:
        return work()
    except BaseException as fault:
        if type(fault).__name__ == "PanicException":
            raise file_kinds.damaged() from None
        raise
