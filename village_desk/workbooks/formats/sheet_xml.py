"""A sheet's XML, looked over for details that the reading library leaves out. Reads no contents.

How far the sheet reaches, formulas without a value, error cells, hidden rows and columns. Sheets in the usual
spelling are looked over in a few passes of the regex engine; only one whose cells do not say where they stand, or
stand far out, is walked through cell by cell.
"""

import html
import re
from collections.abc import Iterator

from village_desk.workbooks.formats import file_kinds
from village_desk.workbooks.formats.cells import Unread
from village_desk.workbooks.formats.extent import MOST_CELLS, Extent
from village_desk.workbooks.formats.overlooked import Overlooked, Unreads

_EMPTY_ROWS = re.compile(rb"<row\b[^>]*>(?:<c\b[^>]*/>)*+</row>|<row\b[^>]*/>")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
_ROW_BEGINS = re.compile(rb'<row r="[1-9][0-9]{0,6}"')
_CALCULATED = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"([^>]*)>(<f[ >/].*?)</c>', re.DOTALL)
_FAILED = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"([^>]*? t="e"[^>]*)>(.*?)</c>', re.DOTALL)
_ODD = (b"<c>", b"<c/", b"<c\n", b"<c\r", b"<c\t", b":c ", b":c>", b":c/", b":row", b"t='", b"\nt=", b"<f\n", b"<f\r")
"""Spellings that are right but rare: sheets with one of them are walked through."""

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
_IS_HIDDEN = rb"""(?=[^>]*\shidden\s*=\s*["'](?:1|true|on)["'])"""
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true|on)["']""")
_HIDDEN_ROW = re.compile(rb"<row\b" + _IS_HIDDEN + rb"([^>]*)>")
_HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\b" + _IS_HIDDEN + rb"([^>]*)>")
_FROM = re.compile(rb"""\smin\s*=\s*["']([0-9]{1,5})["']""")
_TO = re.compile(rb"""\smax\s*=\s*["']([0-9]{1,5})["']""")
_LAST_COLUMN = 16384


def look(xml: bytes, calculated: bool = True) -> Overlooked:
    """The sheet's details besides its values. Refused ``bomb`` when filled cells reach too far.

    Without ``calculated`` the workbook itself asks for its formulas to be calculated: then a result of 0 is none.
    """
    filled = _EMPTY_ROWS.sub(b"", xml)
    seen = _Passes(filled, calculated) if _is_usual(filled) else _Walk(xml, calculated)
    return Overlooked(seen.unread, frozenset(seen.hidden_rows), frozenset(_hidden_columns(xml)))


def _is_usual(xml: bytes) -> bool:
    """Whether each cell and row states its place, in the usual spelling, and none of them lies far out."""
    if any(spelling in xml for spelling in _ODD):
        return False
    cells = _CELL.findall(xml)
    if len(cells) != xml.count(b"<c ") or len(_ROW_BEGINS.findall(xml)) != xml.count(b"<row"):
        return False
    columns = max(map(_column, {letters for letters, _row in cells}), default=-1) + 1
    rows = max(map(int, {row for _letters, row in cells}), default=0)
    return columns * rows <= MOST_CELLS


class _Passes:
    """A sheet in the usual spelling, looked over as a whole."""

    def __init__(self, xml: bytes, calculated: bool) -> None:
        self.hidden_rows = set(self._hidden(xml)) if b"hidden" in xml else set()
        self.unread: Unreads = {}
        for pattern in self._patterns(xml):
            for letters, row, attributes, inside in pattern.findall(xml):
                fault = _fault(attributes, inside, calculated)
                if fault:
                    self.unread[int(row) - 1, _column(letters)] = fault

    def _patterns(self, xml: bytes) -> Iterator[re.Pattern[bytes]]:
        if b"<f" in xml:
            yield _CALCULATED
        if b't="e"' in xml:
            yield _FAILED

    def _hidden(self, xml: bytes) -> Iterator[int]:
        for row in _HIDDEN_ROW.finditer(xml):
            written = _ROW.search(row[1])
            if written:
                yield int(written[1]) - 1


class _Walk:
    """A sheet walked through cell by cell: rows and cells may leave out where they are."""

    def __init__(self, xml: bytes, calculated: bool) -> None:
        self.hidden_rows: set[int] = set()
        self.unread: Unreads = {}
        self._row = self._column = -1
        self._extent = Extent()
        for piece in _PIECE.finditer(xml):
            if piece["empty"] is not None:
                self._pass_by(piece["empty"])
            elif piece["cell"] is None:
                self._next_row(piece["row"])
            else:
                self._next_cell(piece["cell"], piece["inside"], calculated)

    def _pass_by(self, rows: bytes) -> None:
        """Rows without a filled cell: a million of them, only styled, are not rare."""
        first_of_last = rows.rindex(b"<row")
        self._row += rows.count(b"<row") - 1
        self._move(rows[first_of_last : rows.index(b">", first_of_last)])

    def _next_row(self, attributes: bytes) -> None:
        self._move(attributes)
        if b"hidden" in attributes and _HIDDEN.search(attributes):
            self.hidden_rows.add(self._row)

    def _move(self, attributes: bytes) -> None:
        """Go to the row with the number in the attributes, or to the next row."""
        written = _ROW.search(attributes)
        self._row = int(written[1]) - 1 if written else self._row + 1
        self._column = -1

    def _next_cell(self, attributes: bytes, inside: bytes | None, calculated: bool) -> None:
        written = _PLACE.search(attributes)
        if written:
            self._row, self._column = int(written[2]) - 1, _column(written[1])
        elif b" r=" in attributes:
            raise file_kinds.damaged()
        else:
            self._column += 1
        if inside is None:
            return
        self._extent.include(self._row, self._column)
        fault = _fault(attributes, inside, calculated)
        if fault:
            self.unread[self._row, self._column] = fault


def _fault(attributes: bytes, inside: bytes, calculated: bool) -> Unread | None:
    if b"=" in attributes and _IS_ERROR.search(attributes):
        value = _VALUE.search(inside)
        return Unread("error", _words(value[1]) if value else "#N/A")
    formula = _FORMULA.search(inside) if b"f" in inside else None
    if formula is None or _has_result(attributes, inside, calculated):
        return None
    return Unread("formula", "=" + _words(formula[1] or b""))


def _has_result(attributes: bytes, inside: bytes, calculated: bool) -> bool:
    value = _VALUE.search(inside)
    if value is None or not value[1]:
        return b't="str"' in attributes
    return calculated or value[1] not in (b"0", b"0.0")


def _hidden_columns(xml: bytes) -> Iterator[int]:
    head = xml[: xml.find(b"sheetData")]
    for column in _HIDDEN_COLUMNS.finditer(head):
        first, last = _FROM.search(column[1]), _TO.search(column[1])
        if first and last:
            yield from range(int(first[1]) - 1, min(int(last[1]), _LAST_COLUMN))


def _words(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
