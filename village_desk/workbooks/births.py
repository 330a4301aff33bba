"""A birth date column beside the identity number: says whether the two agree. The number alone carries the birth."""

import re
from datetime import date, datetime, timedelta

from village_desk.domain.errors import Refused
from village_desk.words import _
from village_desk.workbooks import cells
from village_desk.workbooks.cells import Cell

_WRITTEN = re.compile(r"([0-9]{4})[-./年]?([0-9]{1,2})[-./月]?([0-9]{1,2})日?")
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
"""Day 0 of Excel on Windows and of old Excel on the Mac."""


def must_agree(cell: Cell, birth: date) -> None:
    """Refused with ``birth_contradicts`` when the cell says another day than the identity number."""
    if cells.is_blank(cell) or birth in _days(cell):
        return
    if not _days(cell):
        cure = _("人照收，以身份证号里的为准；请写成 1954-02-09 这样")
        raise Refused(_("出生日期“{written}”看不懂").format(written=cells.text(cell)), cure, "birth_unreadable")
    raise Refused(_("出生日期与身份证号里的不一样"), _("请对照身份证，改正写错的那一个"), "birth_contradicts")


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
