"""Tables as Excel workbooks, row by row, whatever their length: text stays text, so nothing in it is ever a formula.

No SQL: the caller brings the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from xlsxwriter import Workbook

from sync.agreement.values import value

ROWS_MOST = 1_048_575
"""Below its headings a sheet of Excel holds so many rows."""
_TEXT_MOST = 32_767
_CUT = "…（太长，后面没有写出）"


class CellKind(Enum):
    """The kind of a column's cells: text, a whole number, or fen that are shown as yuan."""

    TEXT = "@"
    COUNT = "0"
    FEN = "#,##0.00"


@value
class SheetColumn:
    """A column: its heading, the kind of its cells, and its width in characters."""

    title: str
    kind: CellKind = CellKind.TEXT
    width: int = 12


@value
class ExportTable:
    """A table on its way to a sheet. A row has one value for each column; the rows are read once."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[str | int]]


def write(target: Path | IO[bytes], tables: Iterable[ExportTable], folder: Path | None = None) -> dict[str, int]:
    """Write a workbook; returns the number of rows of each table. A table that fills its sheet goes on in another.

    ``folder`` holds half-written files while writing.
    """
    options = {"constant_memory": True, "tmpdir": str(folder)} if folder else {"in_memory": True}
    counts = {}
    with Workbook(target, options) as book:
        formats = {each: book.add_format({"num_format": each.value}) for each in CellKind}
        heading = book.add_format({"bold": True})
        for table in tables:
            counts[table.name] = sum(_sheets(book, table, formats, heading))
    return counts


def _sheets(book: Workbook, table: ExportTable, formats: dict[CellKind, Any], heading: Any) -> Iterator[int]:
    """One sheet after the other until the rows are at their end; how many went into each."""
    rows = iter(table.rows)
    number = 1
    while True:
        sheet = book.add_worksheet(table.name if number == 1 else f"{table.name} {number}")
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, column.width, formats[column.kind])
            sheet.write_string(0, place, column.title, heading)
        sheet.freeze_panes(1, 0)
        count = 0
        for count, row in enumerate(islice(rows, ROWS_MOST), start=1):
            _row(sheet, count, table.columns, row, formats)
        yield count
        following = next(rows, None)
        if following is None:
            return
        rows, number = chain([following], rows), number + 1


def _row(
    sheet: Any, place: int, columns: Sequence[SheetColumn], row: Sequence[str | int], formats: dict[CellKind, Any]
) -> None:
    for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
        shown = formats[column.kind]
        if column.kind is CellKind.TEXT:
            sheet.write_string(place, at, _fitting(str(cell)), shown)
        else:
            number = int(cell)
            sheet.write_number(place, at, number / 100 if column.kind is CellKind.FEN else number, shown)


def _fitting(text: str) -> str:
    """The text, cut with a mark where Excel would drop the whole of it."""
    return text if len(text) <= _TEXT_MOST else text[: _TEXT_MOST - len(_CUT)] + _CUT
