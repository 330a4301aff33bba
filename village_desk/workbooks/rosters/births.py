"""A birth date column beside the identity number: says whether the two agree. The number alone carries the birth."""

import re
from datetime import date, datetime, timedelta

from village_desk.domain.basics.errors import Refused
from village_desk.words import _
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell

_WRITTEN = re.compile(r"([0-9]{4})[-./,、年]?([0-9]{1,2})[-./,、月]?([0-9]{1,2})[日号.]?(?:00:00:00)?")
_MONTH = re.compile(r"((?:18|19|20)[0-9]{2})[-./年]?(0?[1-9]|1[0-2])月?")
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
"""Day 0 of Excel on Windows and of old Excel on the Mac."""


def must_agree(cell: Cell, birth: date) -> None:
    """Refused with ``birth_contradicts`` when the cell says another day than the identity number."""
    if cells.is_blank(cell) or birth in _days(cell) or (birth.year, birth.month) in _months(cell):
        return
    if not _days(cell) and not _months(cell):
        cure = _("人照收，以身份证号里的为准；请写成 1954-02-09 这样")
        raise Refused(_("出生日期“{written}”看不懂").format(written=cells.text(cell)), cure, "birth_unreadable")
    raise Refused(_("出生日期与身份证号里的不一样"), _("请对照身份证，改正写错的那一个"), "birth_contradicts")


def _months(cell: Cell) -> set[tuple[int, int]]:
    """The months of a cell that says no day; the number 1961.1 is January or, as Excel drops zeros, October."""
    written = None if cells.is_date(cell) else _MONTH.fullmatch(cells.text(cell).replace(" ", ""))
    if not written:
        return set()
    year, month = int(written[1]), int(written[2])
    return {(year, month)} | ({(year, 10)} if cells.is_number(cell) and written[2] == "1" else set())


def _days(cell: Cell) -> set[date]:
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
