"""Tables of a web page (HTML, also one named .xls) as a sheet, stacked as Excel stacks them. Every cell stays text.

The page is parsed as a stream: nothing is fetched, no tree is built. Text outside of tables is a row too.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from village_desk.workbooks.formats import decoding
from village_desk.workbooks.formats.cells import Cell
from village_desk.workbooks.formats.extent import Extent
from village_desk.workbooks.formats.separated import kept_as_text
from village_desk.workbooks.formats.sheet import Corner, Sheet

_SKIPPED = frozenset(("head", "script", "style", "xml", "select", "textarea", "noscript"))
_BLOCKS = frozenset(("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "center"))
_BREAK = "\0"
_UNTIDY = re.compile("[\0\t\r\n\f\xa0]|  |^ | $")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_ROUNDED = re.compile(r"[0-9.]+E\+[0-9]+")
_NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?(E\+[0-9]{1,2})?")
_HIDES = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_VALUE = rb"""(?:'[^'>]*'|"[^">]*"|[^\s'">]+)"""
_LOOKS = tuple(re.compile(name + _VALUE) for name in (b" style=", b" class="))
"""Attributes of a cell's looks: removed before a page is parsed, unless the page may hide something by them."""
_WIDEST, _TALLEST = 1_000, 65_534
"""The most columns and rows that a cell may span (HTML living standard)."""
_NOTHING: Mapping[str, str] = {}


def sheet(text: str, name: str) -> Sheet | None:
    """The page as a sheet; None when it has no table. Refused with ``bomb`` when its cells reach too far."""
    looks = () if any(spelling in text for spelling in ("none", "None", "NONE")) else _LOOKS
    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8")  # type: ignore[arg-type]
    try:
        for data in decoding.pieces(text):
            for look in looks:
                data = look.sub(b"", data)
            parser.feed(data.replace(b"\0", b""))
        parser.close()
    except etree.LxmlError:  # no page at all
        return None
    return page.sheet(name) if page.has_table else None


@dataclass(slots=True)
class _Table:
    """A table being read: its row, and how far cells above reach down into it, by column."""

    place: int = -1
    row: list[Cell] | None = None
    reaching: dict[int, int] = field(default_factory=dict)
    blocked: frozenset[int] = frozenset()
    columns: int = 0
    around: str = ""


class _Page:
    """The handler that the parser calls. ``data`` gathers the pieces of the text that is being read."""

    def __init__(self) -> None:
        self.has_table = False
        self._rows: list[list[Cell]] = []
        self._merged: list[tuple[Corner, Corner]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._concealed: Counter[int] = Counter()
        self._extent = Extent()
        self._pieces: list[str] = []
        self.data = self._pieces.append
        self._tables: list[_Table] = []
        self._row: list[Cell] | None = None
        self._blocked: frozenset[int] = frozenset()
        self._cell: Mapping[str, str] | None = None
        self._skipped: list[int] = []

    def sheet(self, name: str) -> Sheet:
        """The sheet read so far."""
        mostly = {place for place, cells in self._concealed.items() if 2 * cells > len(self._rows)}
        columns = frozenset(self._hidden_columns | mostly)
        return Sheet(name, self._rows, self._merged, False, frozenset(self._hidden_rows), columns)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag begins. Most tags are cells: that is why they are not handed on."""
        if tag == "td" or tag == "th":
            if self._row is None:
                self._begin_row(_NOTHING)
            self._pieces.clear()
            self._cell = attributes
        elif tag == "tr":
            self._begin_row(attributes)
        elif tag == "table":
            self._begin_table()
        elif tag == "col":
            self._column(attributes)
        elif tag in _SKIPPED:
            self._skipped.append(len(self._pieces))
        elif tag == "br" or tag in _BLOCKS:
            self._break()

    def end(self, tag: str) -> None:
        """A tag ends, also one that the page forgot to end."""
        if tag == "td" or tag == "th":
            words = "".join(self._pieces)
            self._pieces.clear()
            if words and not words.isalnum():
                words = _tidy(words)
            if self._cell or self._blocked or self._cell is None or self._row is None:
                self._place(words)
            else:
                self._row.append(words)
            self._cell = None
        elif tag == "table":
            self._end_table()
        elif tag in _SKIPPED and self._skipped:
            del self._pieces[self._skipped.pop() :]
        elif tag in _BLOCKS or tag == "body":
            self._break()

    def close(self) -> None:
        """The end of the page."""

    def _break(self) -> None:
        """A line ends: within its cell, or outside of tables as a row of its own."""
        if self._cell is not None:
            self._pieces.append(_BREAK)
            return
        words = _tidy("".join(self._pieces))
        self._pieces.clear()
        if words:
            self._rows.append([words])

    def _begin_table(self) -> None:
        around = "".join(self._pieces) if self._cell is not None else ""
        if self._cell is None:
            self._break()
        self._pieces.clear()
        self._tables.append(_Table(around=around))
        self._go_on_with(self._tables[-1], in_cell=False)
        self.has_table = True

    def _end_table(self) -> None:
        """Goes on with the cell around the table, if there is one."""
        if self._tables:
            self._measure()
            around = self._tables.pop().around
            self._go_on_with(self._tables[-1] if self._tables else _Table(), in_cell=bool(self._tables))
            self._pieces[:] = [around]

    def _go_on_with(self, table: _Table, in_cell: bool) -> None:
        self._row, self._blocked, self._cell = table.row, table.blocked, _NOTHING if in_cell else None

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        if not self._tables:
            self._begin_table()
        self._measure()
        table = self._tables[-1]
        table.blocked = frozenset(table.reaching)
        table.reaching = {column: left - 1 for column, left in table.reaching.items() if left > 1}
        table.row, table.place = [], len(self._rows)
        self._rows.append(table.row)
        self._go_on_with(table, in_cell=False)
        if attributes and _is_hidden(attributes):
            self._hidden_rows.add(table.place)

    def _measure(self) -> None:
        """The row that ends must not make the sheet too large."""
        if self._row:
            self._extent.include(len(self._rows) - 1, len(self._row) - 1)

    def _place(self, words: str) -> None:
        """A cell, which may span others, be spanned by them, be hidden, or have its number in full in an attribute."""
        if self._cell is None or self._row is None:
            return
        while len(self._row) in self._blocked:
            self._row.append("")
        if not self._cell:
            self._row.append(words)
            return
        table, column = self._tables[-1], len(self._row)
        across, down = _span(self._cell, "colspan", _WIDEST), _span(self._cell, "rowspan", _TALLEST)
        self._extent.include(table.place, column + across - 1)
        self._row.append(_in_full(words, self._cell))
        self._row.extend([""] * (across - 1))
        if across * down > 1:
            self._merged.append(((table.place, column), (table.place + down - 1, column + across - 1)))
        if down > 1:
            table.reaching |= dict.fromkeys(range(column, column + across), down - 1)
        if _is_hidden(self._cell):
            self._concealed[column] += 1

    def _column(self, attributes: Mapping[str, str]) -> None:
        """``<col>``: of the next so many columns."""
        if self._tables:
            table, span = self._tables[-1], _span(attributes, "span", _WIDEST)
            if _is_hidden(attributes):
                self._hidden_columns |= set(range(table.columns, table.columns + span))
            table.columns += span


def _tidy(words: str) -> str:
    """Spaces as a browser shows them, and without the sign that kept a number text."""
    if _UNTIDY.search(words):
        lines = (line.strip(" \xa0") for line in _SPACES.sub(" ", words).split(_BREAK))
        words = "\n".join(line for line in lines if line)
    return kept_as_text(words)


def _span(attributes: Mapping[str, str], name: str, most: int) -> int:
    written = attributes.get(name, "1").strip()
    return min(max(int(written), 1), most) if written.isascii() and written.isdecimal() and len(written) < 9 else 1


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or _HIDES.search(attributes.get("style", "")) is not None


def _in_full(words: str, attributes: Mapping[str, str]) -> Cell:
    """A number that Excel shows rounded (1.38E+10), from the full value beside it; other words unchanged."""
    if not _ROUNDED.fullmatch(words) or not _NUMBER.fullmatch(attributes.get("x:num", "")):
        return words
    return float(attributes["x:num"])
