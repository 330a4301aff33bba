"""One sheet written again with XlsxWriter: cells as they were, strings as strings, long numbers as text."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time

from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell
from village_desk.workbooks.formats.looks import Ground, Looks
from village_desk.workbooks.formats.sheet import Corner, Sheet

_NARROWEST, _WIDEST = 6, 36
_LINE_HEIGHT = 16
_MOST_LINES = 20
_A4 = 9


class Drawing:
    """Writes the rows of ``sheet`` into ``copy``, in order."""

    def __init__(self, sheet: Sheet, copy: Worksheet, looks: Looks) -> None:
        self._sheet, self._copy, self._looks = sheet, copy, looks
        self._widths: dict[int, float] = {}
        self._merged = dict(_within(sheet))

    def set_widths(self, header_row: int, texts: Collection[int]) -> None:
        """Makes columns as wide as the cells under the header; in columns of ``texts`` typed values stay text."""
        widest = self._widest(header_row)
        for column, width in widest.items():
            kept = self._looks.typed_text if column in texts else None
            self.set_width(column, min(max(width + 2, _NARROWEST), _WIDEST), kept)

    def set_width(self, column: int, width: float, kept: Format | None = None) -> None:
        """Sets one column's width, and the format of the cells that are still empty."""
        self._widths[column] = width
        self._copy.set_column(column, column, width, kept)

    def draw_free(self, first: int, last: int) -> None:
        """Writes rows that are no table: titles, the upper rows of a header, and sheets of notes."""
        for row in range(first, last):
            filled = sum(cell != "" for cell in self._sheet.rows[row])
            for column, cell in enumerate(self._sheet.rows[row]):
                self._put(row, column, cell, self._free_look(row, column, filled))

    def draw_header(self, row: int, added: Mapping[int, str]) -> None:
        """Writes the header's lowest row with the added columns' names; rows above it are drawn as titles."""
        for column, cell in enumerate(self._sheet.rows[row]):
            if column not in added:
                self._put(row, column, cell, self._looks.header)
        for column, name in added.items():
            self._copy.write_string(row, column, name, self._looks.header)

    def draw_row(self, row: int, width: int, grounds: Mapping[int, Ground], texts: Collection[int]) -> None:
        """Writes one row of the table up to ``width`` columns; numbers in columns of ``texts`` become text."""
        filled = self._sheet.rows[row]
        for column in range(width):
            cell = filled[column] if column < len(filled) else ""
            as_text = column in texts
            look = self._looks.cell(grounds.get(column, Ground.PLAIN), "@" if as_text else _number_format(cell))
            self._put(row, column, cells.as_written(cell) if as_text else cell, look)

    def add_words(self, row: int, column: int, words: Sequence[str], ground: Ground) -> None:
        """Writes status and reason, and makes the row high enough for them."""
        look = self._looks.cell(ground, wrap=True)
        for place, each in enumerate(words, column):
            self._put(row, place, each, look)
        height = sum(1 + int(width_of(line) / self._widths[column + 1]) for line in words[-1].split("\n"))
        if height > 1:
            self._copy.set_row(row, _LINE_HEIGHT * min(height, _MOST_LINES))

    def freeze(self, header_row: int, last_column: int) -> None:
        """Keeps the header in sight, and lets the rows be filtered by their status."""
        self._copy.freeze_panes(header_row + 1, 0)
        self._copy.autofilter(header_row, 0, max(header_row + 1, len(self._sheet.rows) - 1), last_column)

    def fit_on_paper(self, header_row: int) -> None:
        """Prints on A4 across, as wide as the page, with the header on every page."""
        self._copy.set_landscape()
        self._copy.set_paper(_A4)
        self._copy.fit_to_pages(1, 0)
        self._copy.repeat_rows(0, header_row)

    def _put(self, row: int, column: int, cell: Cell, look: Format) -> None:
        last = self._merged.get((row, column))
        if last:
            self._merge(row, column, last, look)
        if cell == "":
            self._copy.write_blank(row, column, None, look)
        elif isinstance(cell, bool):
            self._copy.write_boolean(row, column, cell, look)
        elif isinstance(cell, int | float):
            self._copy.write_number(row, column, cell, look)
        elif isinstance(cell, str | cells.Unread):
            self._copy.write_string(row, column, cells.as_written(cell), look)
        else:
            self._copy.write_datetime(row, column, cell, look)

    def _merge(self, row: int, column: int, last: tuple[int, int], look: Format) -> None:
        try:
            self._copy.merge_range(row, column, *last, "", look)
        except OverlappingRange:  # a damaged workbook: the cells stay, the merging goes
            self._merged.pop((row, column))

    def _free_look(self, row: int, column: int, filled: int) -> Format:
        """A merged cell alone on its row is a title, several are the upper row of a header."""
        if (row, column) not in self._merged:
            return self._looks.free
        if filled > 1:
            return self._looks.header
        return self._looks.title if row == 0 else self._looks.free

    def _widest(self, header_row: int) -> dict[int, float]:
        """How wide each column's words are from the header down; a cell alone on its row is a footer and runs over."""
        widest: dict[int, float] = {}
        for row in self._sheet.rows[header_row:]:
            if sum(cell != "" for cell in row) > 1:
                for column, cell in enumerate(row):
                    widest[column] = max(widest.get(column, 0), width_of(cells.text(cell)))
        return widest


def _within(sheet: Sheet) -> Iterator[tuple[Corner, Corner]]:
    """The merged cells, cut off where the sheet's contents end: some reach over a million empty rows."""
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
    for first, (bottom, right) in sheet.merged:
        last = min(bottom, height - 1), min(right, width - 1)
        if first < last and first[1] <= last[1]:
            yield first, last


def _number_format(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return "yyyy-mm-dd hh:mm:ss"
    if isinstance(cell, date):
        return "yyyy-mm-dd"
    return "hh:mm:ss" if isinstance(cell, time) else "[h]:mm:ss" if cells.is_date(cell) else ""


def width_of(words: str) -> float:
    """The width in narrow characters: Chinese ones are twice as wide."""
    return sum(2.0 if unicodedata.east_asian_width(letter) in "WF" else 1.0 for letter in words)
