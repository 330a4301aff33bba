"""XML Spreadsheet 2003 (SpreadsheetML), mostly named .xls: its worksheets as sheets. Row by row, no whole tree."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from village_desk.workbooks import contents
from village_desk.workbooks.cells import Cell, Unread
from village_desk.workbooks.extent import Extent
from village_desk.workbooks.sheet import Corner, Sheet

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"
_INDEX, _HIDDEN, _SPAN, _TYPE, _FORMULA = (_SS + name for name in ("Index", "Hidden", "Span", "Type", "Formula"))
_ACROSS, _DOWN = _SS + "MergeAcross", _SS + "MergeDown"
_WORKSHEET, _TABLE, _ROW = _SS + "Worksheet", _SS + "Table", _SS + "Row"
_CELL, _COLUMN, _DATA = _SS + "Cell", _SS + "Column", _SS + "Data"
_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?|[+-]?[0-9.]{1,20}[eE][+-]?[0-9]{1,2}")
"""A number as Excel keeps it; one of more than 15 digits is another program's and stays text, all digits whole."""
_MOST_ROWS, _LAST_COLUMN = 1 << 20, 16384
_MOST_TAGS = 3_000_000


def sheets(text: str) -> list[Sheet]:
    """The worksheets in order. Refused with ``not_a_workbook`` when the XML is broken, ``bomb`` when it is too much."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise contents.damaged()
    if text.count("<") > _MOST_TAGS:
        raise contents.too_many()
    data = _DECLARATION.sub("", text, 1).encode("utf-8", "replace")
    try:
        return list(_worksheets(ElementTree.iterparse(io.BytesIO(data), ("start", "end"))))
    except (ElementTree.ParseError, ValueError):
        raise contents.damaged() from None


def _worksheets(events: Iterator[tuple[str, Element]]) -> Iterator[Sheet]:
    reading, parent = _Reading(), Element("none")
    for event, element in events:
        tag = element.tag
        if event == "start":
            parent = element if tag == _TABLE else parent
        elif tag == _ROW:
            reading.row(element)
            parent.clear()
        elif tag == _COLUMN:
            reading.column(element)
        elif tag == _VISIBLE:
            reading.hidden = element.text in ("SheetHidden", "SheetVeryHidden")
        elif tag == _WORKSHEET:
            yield reading.sheet(element.get(_SS + "Name", ""))
            element.clear()
            reading = _Reading()


class _Reading:
    """A worksheet as far as it was read."""

    def __init__(self) -> None:
        self.hidden = False
        self._rows: list[list[Cell]] = []
        self._merged: list[tuple[Corner, Corner]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._next_column = 0
        self._next_row = 0
        self._extent = Extent()

    def sheet(self, name: str) -> Sheet:
        """The worksheet, when all of it was read."""
        hidden = frozenset(self._hidden_rows), frozenset(self._hidden_columns)
        return Sheet(name, self._rows, self._merged, self.hidden, *hidden)

    def column(self, element: Element) -> None:
        """A column that says something of itself, and so many after it."""
        first = _number(element, _INDEX, self._next_column + 1) - 1
        self._next_column = first + 1 + _number(element, _SPAN, 0)
        if element.get(_HIDDEN) == "1":
            self._hidden_columns.update(range(first, min(self._next_column, _LAST_COLUMN)))

    def row(self, element: Element) -> None:
        """A row; rows that are left out before it are empty."""
        place = _number(element, _INDEX, self._next_row + 1) - 1
        self._next_row = place + 1 + _number(element, _SPAN, 0)
        if element.get(_HIDDEN) == "1":
            self._hidden_rows.add(place)
        found: list[Cell] = []
        for cell in element:
            if cell.tag == _CELL:
                self._cell(cell, place, found)
        if any(cell != "" for cell in found):
            if place < len(self._rows):
                raise ValueError("rows out of order")
            self._extent.include(place, len(found) - 1)
            self._rows += [[] for _missing in range(place - len(self._rows))]
            self._rows.append(found)

    def _cell(self, cell: Element, row: int, found: list[Cell]) -> None:
        column, across, down = len(found), 0, 0
        if cell.attrib:
            column = max(column, _number(cell, _INDEX, column + 1) - 1)
            across, down = _number(cell, _ACROSS, 0), _number(cell, _DOWN, 0)
            self._extent.include(0, column + across)
            found += [""] * (column - len(found))
        found.append(_value(cell))
        if across or down:
            found += [""] * across
            self._merged.append(((row, column), (row + down, column + across)))


def _number(element: Element, name: str, instead: int) -> int:
    """A count that an element gives; ValueError when it is none, or more than a sheet of Excel has."""
    written = element.get(name)
    if written is None:
        return instead
    if not (written.isascii() and written.isdecimal() and len(written) < 8 and int(written) <= _MOST_ROWS):
        raise ValueError(written)
    return int(written)


def _value(cell: Element) -> Cell:
    data = cell.find(_DATA)
    if data is None:
        formula = cell.get(_FORMULA)
        return Unread("formula", formula) if formula else ""
    words = (data.text or "") if not len(data) else "".join(data.itertext())
    kind = data.get(_TYPE)
    if kind == "Number":
        return float(words) if _NUMBER.fullmatch(words) else words
    if kind == "DateTime":
        return _moment(words)
    if kind == "Boolean":
        return words == "1"
    return Unread("error", words) if kind == "Error" else words


def _moment(words: str) -> Cell:
    """A date as such when it has no time, as other workbooks give it; what cannot be read as one stays text."""
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return words
