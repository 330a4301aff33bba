"""The township's own workbook with the result beside each row: its look, formulas, lists and notes stay as they are."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from village_desk import places
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress
from village_desk.workbooks.columns import lines
from village_desk.workbooks.columns.headers import HeadedTable
from village_desk.workbooks.columns.lines import Line
from village_desk.workbooks.formats import file_kinds
from village_desk.workbooks.formats.drawing import width_of
from village_desk.workbooks.formats.file_kinds import FileKind
from village_desk.workbooks.formats.looks import Ground
from village_desk.workbooks.formats.opening import Book
from village_desk.workbooks.forms.own_sheets import OwnSheet, OwnWorkbook
from village_desk.workbooks.rosters import returned
from village_desk.workbooks.rosters.returned import REASON, STATUS, Mark, Place

_LARGEST = 60_000_000
"""Unpacked bytes of a file whose sheets are still taken apart as trees: beyond it the workbook is written anew."""
_HELD, _BLAMED = (each.value.removeprefix("#") for each in (Ground.HELD, Ground.REASON))
_LINE_HEIGHT = 15.0
_MOST_LINES = 20


def can_keep(data: bytes, book: Book) -> bool:
    """Whether a workbook can be given back as it is: an .xlsx file whose names of sheets Excel takes."""
    names = [each.name for each in book.sheets]
    if file_kinds.kind(data) is not FileKind.ZIPPED or returned.allowed_names(names) != names:
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return sum(each.file_size for each in file.infolist()) <= _LARGEST


def write(
    data: bytes, tables: Sequence[HeadedTable], marks: Mapping[Place, Mark], out: Path, progress: Progress
) -> bool:
    """Writes the workbook to ``out``; Trouble when it cannot be written. False if its XML is too odd to be changed."""
    try:
        made = _edited(data, tables, marks, progress)
    except (Refused, ValueError, LookupError):
        return False
    places.write(out, made, makes_folder=False)
    return True


def _edited(data: bytes, tables: Sequence[HeadedTable], marks: Mapping[Place, Mark], progress: Progress) -> bytes:
    workbook = OwnWorkbook(data)
    steps = returned.Steps(progress, returned.rows_under(tables))
    for table in tables:
        _mark_table(workbook.sheet(table.sheet.name), table, marks, steps)
    workbook.show_first()
    return workbook.written()


def _mark_table(sheet: OwnSheet, table: HeadedTable, marks: Mapping[Place, Mark], steps: returned.Steps) -> None:
    texts = returned.text_places(table)
    added = returned.added_column(table)
    sheet.clear_of_merges(added + 1, len(table.sheet.rows))
    for column, words, width in ((1, STATUS, returned.STATUS_WIDTH), (2, REASON, returned.REASON_WIDTH)):
        sheet.put(table.header.row + 1, added + column, words)
        sheet.set_width(added + column, width)
    for line in lines.under(table):
        steps.one()
        mark = returned.mark_of(line, marks)
        _mark_line(sheet, line, mark, added, texts)
    sheet.filter_to(added + 2)
    sheet.reach(len(table.sheet.rows), added + 2)


def _mark_line(sheet: OwnSheet, line: Line, mark: Mark | None, added: int, texts: frozenset[int]) -> None:
    was_marked = added < len(line.cells)
    if mark is None and not was_marked:
        return
    if was_marked:
        sheet.unshade(line.row, (_HELD, _BLAMED))
    held = mark is not None and mark.held
    colour = _HELD if held else ""
    words = (mark.status, mark.reason) if mark else ("", "")
    for column, each in enumerate(words, added + 1):
        if each or column <= len(line.cells):
            sheet.put(line.row, column, each, colour, wraps=True)
    if mark is None or not held:
        return
    blamed = returned.blamed_places(line, mark)
    sheet.shade(line.row, {place + 1: _BLAMED if place in blamed else colour for place in range(added)})
    for place in texts:
        sheet.keep_text(line.row, place + 1)
    count = sum(1 + int(width_of(each) / returned.REASON_WIDTH) for each in mark.reason.split("\n"))
    sheet.show(line.row, _LINE_HEIGHT * min(count, _MOST_LINES) if count > 1 else 0.0)
