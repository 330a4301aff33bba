"""The days and months that a cell of any shape may mean: text, a date, a number of days. Guesses nothing."""

import re
from datetime import date, datetime, timedelta

from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.words import _
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell

_WRITTEN = re.compile(r"([0-9]{4})[-./,、年]?([0-9]{1,2})[-./,、月]?([0-9]{1,2})[日号.]?(?:00:00:00)?")
_MONTH = re.compile(r"((?:18|19|20)[0-9]{2})[-./年]?(0?[1-9]|1[0-2])月?")
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
"""Day 0 of Excel on Windows and of old Excel on the Mac."""


def month(cell: Cell) -> Month | None:
    """The month that a cell says, with or without a day; None where it says nothing.

    Refused ``month_unreadable`` where it says none, or may mean two.
    """
    if cells.is_blank(cell):
        return None
    found = months(cell) or {(day.year, day.month) for day in days(cell)}
    if len(found) != 1:
        words = _("年月“{written}”看不懂").format(written=cells.text(cell))
        raise Refused(words, _("请写成 2023-06 这样"), "month_unreadable")
    [(year, number)] = found
    return Month(year, number)


def months(cell: Cell) -> set[tuple[int, int]]:
    """The months of a cell that says no day; the number 1961.1 is January or, as Excel drops zeros, October."""
    written = None if cells.is_date(cell) else _MONTH.fullmatch(cells.text(cell).replace(" ", ""))
    if not written:
        return set()
    year, month = int(written[1]), int(written[2])
    return {(year, month)} | ({(year, 10)} if cells.is_number(cell) and written[2] == "1" else set())


def days(cell: Cell) -> set[date]:
    """The days that the cell may mean; two-digit years mean none."""
    if isinstance(cell, datetime):
        return {cell.date()}
    if isinstance(cell, date):
        return {cell}
    if cells.is_number(cell) and len(cells.text(cell)) == 5:
        return {epoch + timedelta(days=int(cells.text(cell))) for epoch in _EPOCHS}
    written = _WRITTEN.fullmatch(cells.text(cell).replace(" ", ""))
    try:
        return {date(int(written[1]), int(written[2]), int(written[3]))} if written else set()
    except ValueError:
        return set()
