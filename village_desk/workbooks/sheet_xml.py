"""A sheet's XML, looked over for what the reading library does not tell: how far it reaches, formulas without a value,
and error cells. Reads no contents.
"""

import html
import re

from village_desk.workbooks import contents
from village_desk.workbooks.cells import Unread
from village_desk.workbooks.extent import Extent

Unreads = dict[tuple[int, int], Unread]

_PIECE = re.compile(
    rb"(?P<empty>(?:<row\b[^>]*>(?:<c\b[^>]*/>)*+</row>){1,1000}+)"
    rb"|<(?:\w+:)?(?:row\b(?P<row>[^>]*)"
    rb"|c(?P<cell>(?:\s[^>]*?)?)(?:/>|>(?P<inside>.*?)</(?:\w+:)?c>))",
    re.DOTALL,
)
_ROW = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,9})["']""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,4})([0-9]{1,9})["']""")
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.*?)</", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</)", re.DOTALL)


class _Place:
    """The row and column that the next cell stands in: cells and rows may leave out where they are."""

    def __init__(self) -> None:
        self.row = -1
        self.column = -1

    def next_row(self, attributes: bytes) -> None:
        written = _ROW.search(attributes)
        self.row = int(written[1]) - 1 if written else self.row + 1
        self.column = -1

    def pass_by(self, rows: bytes) -> None:
        """Rows without a filled cell: a million of them, only styled, are not rare."""
        first_of_last = rows.rindex(b"<row")
        self.row += rows.count(b"<row") - 1
        self.next_row(rows[first_of_last : rows.index(b">", first_of_last)])

    def next_cell(self, attributes: bytes) -> None:
        written = _PLACE.search(attributes)
        if written:
            self.row, self.column = int(written[2]) - 1, _column(written[1])
        elif b" r=" in attributes:
            raise contents.damaged()
        else:
            self.column += 1


def unread(xml: bytes) -> Unreads:
    """The cells whose value the file does not hold. Refused with ``bomb`` when filled cells reach too far."""
    place, extent, found = _Place(), Extent(), {}
    for piece in _PIECE.finditer(xml):
        if piece["empty"] is not None:
            place.pass_by(piece["empty"])
            continue
        if piece["cell"] is None:
            place.next_row(piece["row"])
            continue
        place.next_cell(piece["cell"])
        if piece["inside"] is None:
            continue
        extent.include(place.row, place.column)
        fault = _fault(piece["cell"], piece["inside"])
        if fault:
            found[place.row, place.column] = fault
    return found


def _fault(attributes: bytes, inside: bytes) -> Unread | None:
    if b"=" in attributes and _IS_ERROR.search(attributes):
        value = _VALUE.search(inside)
        return Unread("error", _words(value[1]) if value else "#N/A")
    formula = _FORMULA.search(inside) if b"f" in inside else None
    if formula is None or _VALUE.search(inside) or b't="str"' in attributes:
        return None
    return Unread("formula", "=" + _words(formula[1] or b""))


def _words(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
