"""A telephone number in a cell: one that can be called, with the words beside it reported; or none."""

import re

from village_desk.domain.basics.errors import Refused
from village_desk.words import _
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell

_MOBILE, _LINE, _LOCAL = r"1[3-9][0-9]{9}", r"0[1-9][0-9]{1,2}[2-8][0-9]{6,7}", r"[2-8][0-9]{6,7}"
_WHOLE = re.compile(rf"{_MOBILE}|{_LINE}|{_LOCAL}|[2-9][0-9]{{9}}")
"""The last: Excel took the 0 from before an area's number."""
_EXPONENT = re.compile(r"[0-9][Ee][+]?[0-9]")
_MARKS = re.compile(r"[\s()+'’‘`.·—–-]")
_ABROAD = re.compile(r"(?:00)?86(?=1[3-9][0-9]{9}$)")
_WITHIN = re.compile(
    r"(?<![0-9*])(?:1[3-9][0-9](?:[ -]?[0-9]{4}){2}|0[1-9][0-9]{1,2}[ -]?[2-8][0-9]{6,7}|[2-8][0-9]{6,7})(?![0-9*])"
)


def read(cell: Cell) -> str:
    """A telephone number as digits, "" when nothing is written: the first of several.

    Refused with ``phone_unreadable`` when there is none that can be called.
    """
    if cells.is_blank(cell):
        return ""
    found = "" if cells.is_date(cell) or _EXPONENT.search(cells.text(cell)) else _number(cell)
    if not found:
        raise Refused(_("这不像一个电话号码"), _("人照收，电话先空着；请补上"), "phone_unreadable")
    return found


def must_be_one_number(cell: Cell) -> None:
    """Refused ``phone_more`` when the cell holds more than the number that was taken: another one, or its owner."""
    if not cells.is_blank(cell) and not cells.is_date(cell) and not _as_a_whole(cell):
        found = _number(cell)
        if found:
            message = _("电话一格里不只是一个号码，只记了 {number}").format(number=found)
            raise Refused(message, _("请核对；别的号码可以写在备注一列"), "phone_more")


def _number(cell: Cell) -> str:
    whole = _as_a_whole(cell)
    within = None if whole else _WITHIN.search(cells.text(cell))
    return whole or (_MARKS.sub("", within[0]) if within else "")


def _as_a_whole(cell: Cell) -> str:
    """The digits of a cell that is one number with marks; "" for any other."""
    digits = _ABROAD.sub("", _MARKS.sub("", cells.text(cell).removesuffix(".0")))
    return digits if _WHOLE.fullmatch(digits) else ""
