"""XML Spreadsheet 2003 (SpreadsheetML), mostly named .xls, as sheets. Read as a stream: no tree is built."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.parsers import expat

from village_desk.workbooks.formats import decoding, file_kinds
from village_desk.workbooks.formats.cells import Cell, Unread
from village_desk.workbooks.formats.extent import Extent
from village_desk.workbooks.formats.separated import kept_as_text
from village_desk.workbooks.formats.sheet import Corner, Sheet

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"

_PREFIXES = re.compile(rf"""\sxmlns(:[\w.-]+)?\s*=\s*["']{re.escape(NAMESPACE)}["']""")
_STYLES = re.compile(rb' ss:StyleID="[^">]*"')
"""Attributes of a cell's looks: removed before the XML is parsed."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?|[+-]?[0-9.]{1,20}[eE][+-]?[0-9]{1,2}")
"""A number as Excel keeps it; one of more than 15 digits is another program's and stays text, all digits whole."""
_MOST_ROWS, _LAST_COLUMN = 1 << 20, 16384
_BEGINNING = 4096
_NOTHING = ""
_HIDDEN_SHEETS = ("SheetHidden", "SheetVeryHidden")


def sheets(text: str) -> list[Sheet]:
    """The worksheets in order. Refused with ``not_a_workbook`` when the XML is broken, ``bomb`` when it is too much."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise file_kinds.damaged()
    reading = _Reading([prefix[1:] + ":" * bool(prefix) for prefix in _PREFIXES.findall(text[:_BEGINNING])])
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = parser.ordered_attributes = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.data
    try:
        for data in decoding.pieces(text.lstrip()):
            parser.Parse(_STYLES.sub(b"", data), False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise file_kinds.damaged() from None
    return reading.sheets


class _Worksheet:
    """The part of a worksheet read so far."""

    def __init__(self, name: str) -> None:
        self.hidden = False
        self.row: list[Cell] = []
        self._name = name
        self._rows: list[list[Cell]] = []
        self._merged: list[tuple[Corner, Corner]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._next_column = self._next_row = self._place = 0
        self._extent = Extent()

    def sheet(self) -> Sheet:
        """The worksheet, once all its rows are read."""
        hidden = frozenset(self._hidden_rows), frozenset(self._hidden_columns)
        return Sheet(self._name, self._rows, self._merged, self.hidden, *hidden)

    def column(self, attributes: Mapping[str, str]) -> None:
        """A column element with attributes, which may stand for several columns."""
        first = _number(attributes, "Index", self._next_column + 1) - 1
        self._next_column = first + 1 + _number(attributes, "Span", 0)
        if attributes.get("Hidden") == "1":
            self._hidden_columns.update(range(first, min(self._next_column, _LAST_COLUMN)))

    def begin_row(self, attributes: Mapping[str, str]) -> None:
        """Begin a row; rows left out before it are empty."""
        self._place = _number(attributes, "Index", self._next_row + 1) - 1
        self._next_row = self._place + 1 + _number(attributes, "Span", 0)
        if attributes.get("Hidden") == "1":
            self._hidden_rows.add(self._place)
        self.row = []

    def end_row(self) -> None:
        """Keep the row if it has any content. ValueError when it stands above a row that was read before."""
        if all(cell == "" for cell in self.row):
            return
        if self._place < len(self._rows):
            raise ValueError("rows out of order")
        self._extent.include(self._place, len(self.row) - 1)
        self._rows += [[] for _missing in range(self._place - len(self._rows))]
        self._rows.append(self.row)

    def place(self, attributes: Mapping[str, str], value: Cell) -> None:
        """A cell with attributes besides its value."""
        column = max(len(self.row), _number(attributes, "Index", len(self.row) + 1) - 1)
        across, down = _number(attributes, "MergeAcross", 0), _number(attributes, "MergeDown", 0)
        self._extent.include(0, column + across)
        self.row += [""] * (column - len(self.row))
        self.row.append(
            Unread("formula", attributes["Formula"]) if value is _NOTHING and "Formula" in attributes else value
        )
        self.row += [""] * across
        if across or down:
            self._merged.append(((self._place, column), (self._place + down, column + across)))


class _Reading:
    """The handler that the parser calls. ``data`` gathers the pieces of the text that is being read.

    Elements go by their names as written; which prefixes mean a spreadsheet is known beforehand.
    """

    def __init__(self, prefixes: Sequence[str]) -> None:
        self.sheets: list[Sheet] = []
        self._pieces: list[str] = []
        self.data = self._pieces.append
        self._prefixes = frozenset(prefixes)
        self._data_names, self._cell_names = (
            frozenset(prefix + name for prefix in prefixes) for name in ("Data", "Cell")
        )
        self._sheet = _Worksheet("")
        self._cell_attributes: Sequence[str] = ()
        self._kind = ""
        self._value: Cell = _NOTHING
        self._in_comment = False

    def start(self, name: str, attributes: Sequence[str]) -> None:
        """An element begins. Most are cells and their data."""
        if name in self._data_names:
            self._pieces.clear()
            self._kind = attributes[1] if len(attributes) == 2 else self._attributes(attributes).get("Type", "")
        elif name in self._cell_names:
            self._cell_attributes, self._value = attributes, _NOTHING
        else:
            self._begin(name, self._attributes(attributes))

    def end(self, name: str) -> None:
        """An element ends."""
        if name in self._data_names:
            if not self._in_comment:
                words = "".join(self._pieces)
                self._value = words if self._kind == "String" and words.isalnum() else _typed(self._kind, words)
        elif name in self._cell_names:
            if self._cell_attributes:
                self._sheet.place(self._attributes(self._cell_attributes), self._value)
            else:
                self._sheet.row.append(self._value)
        else:
            self._end(name)

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = self._local(name)
        if kind == "Worksheet":
            self._sheet = _Worksheet(attributes.get("Name", ""))
        elif kind == "Row":
            self._sheet.begin_row(attributes)
        elif kind == "Column":
            self._sheet.column(attributes)
        elif kind == "Comment":
            self._in_comment = True
        elif name.endswith("Visible"):
            self._pieces.clear()

    def _end(self, name: str) -> None:
        kind = self._local(name)
        if kind == "Worksheet":
            self.sheets.append(self._sheet.sheet())
        elif kind == "Row":
            self._sheet.end_row()
        elif kind == "Comment":
            self._in_comment = False
        elif name.endswith("Visible"):
            self._sheet.hidden = "".join(self._pieces) in _HIDDEN_SHEETS

    def _local(self, name: str) -> str:
        """The name without its prefix, "" for a name that is not a spreadsheet's."""
        prefix, _colon, local = name.rpartition(":")
        return local if prefix + _colon in self._prefixes else ""

    def _attributes(self, attributes: Sequence[str]) -> dict[str, str]:
        names = (self._local(name) for name in attributes[::2])
        return dict(zip(names, attributes[1::2], strict=True))


def _number(attributes: Mapping[str, str], name: str, instead: int) -> int:
    """A count in an element's attribute; ValueError when it is no count, or more than a sheet of Excel has."""
    written = attributes.get(name)
    if written is None:
        return instead
    if not (written.isascii() and written.isdecimal() and len(written) < 8 and int(written) <= _MOST_ROWS):
        raise ValueError(written)
    return int(written)


def _typed(kind: str, words: str) -> Cell:
    if kind == "Number":
        return float(words) if _NUMBER.fullmatch(words) else words
    if kind == "DateTime":
        return _moment(words)
    if kind == "Boolean":
        return words == "1"
    return Unread("error", words) if kind == "Error" else kept_as_text(words)


def _moment(words: str) -> Cell:
    """A date; text that cannot be read as a date stays text."""
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return words
