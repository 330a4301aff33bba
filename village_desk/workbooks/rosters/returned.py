"""A workbook written again, cell by cell, with the result beside each row. Strings stay strings: no formulas."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from xlsxwriter import Workbook

from sync.agreement.values import value
from village_desk import places
from village_desk.domain.basics.progress import Progress
from village_desk.domain.people import FIELDS
from village_desk.words import _
from village_desk.workbooks.columns import lines
from village_desk.workbooks.columns.headers import HeadedTable
from village_desk.workbooks.columns.lines import Line, Sort
from village_desk.workbooks.columns.vocabulary import OUR_COLUMNS, column
from village_desk.workbooks.formats.drawing import Drawing
from village_desk.workbooks.formats.looks import Ground, Looks
from village_desk.workbooks.formats.opening import Book

Place = tuple[str, int]
"""A row of a workbook: the sheet's name, and the row's number as Excel shows it."""

STATUS, REASON = OUR_COLUMNS

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_AS_TEXT = tuple(column(name) for name, info in FIELDS.items() if info.content.is_figures)
STATUS_WIDTH, REASON_WIDTH = 13, 64


@value
class Mark:
    """The note beside a row; ``columns`` are the headers of the cells that are to blame."""

    status: str
    reason: str = ""
    columns: frozenset[str] = field(default_factory=frozenset)
    held: bool = False


def write(
    book: Book, tables: Sequence[HeadedTable], marks: Mapping[Place, Mark], out: Path, progress: Progress
) -> None:
    """Writes every sheet of ``book`` to ``out``; Trouble when it cannot be written, and nothing is left then."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, _OPTIONS)
    looks = Looks(workbook)
    by_sheet = {table.sheet.name: table for table in tables}
    steps = Steps(progress, rows_under(tables))
    for sheet, name in zip(book.sheets, allowed_names([sheet.name for sheet in book.sheets]), strict=True):
        drawing = Drawing(sheet, workbook.add_worksheet(name), looks)
        table = by_sheet.get(sheet.name)
        if table:
            _draw_table(drawing, table, marks, steps)
        else:
            drawing.draw_free(0, len(sheet.rows))
    _show_first(workbook, book)
    workbook.close()
    places.write(out, buffer.getvalue(), makes_folder=False)


class Steps:
    """Counts the rows under the headers of all sheets."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def one(self) -> None:
        """One row more."""
        self._progress(self._done, self._total)
        self._done += 1


def _draw_table(drawing: Drawing, table: HeadedTable, marks: Mapping[Place, Mark], steps: Steps) -> None:
    header = table.header
    texts = text_places(table)
    added = added_column(table)
    drawing.set_widths(header.row, texts)
    drawing.set_width(added, STATUS_WIDTH)
    drawing.set_width(added + 1, REASON_WIDTH)
    drawing.draw_free(0, header.row)
    drawing.draw_header(header.row, {added: STATUS, added + 1: REASON})
    for line in lines.under(table):
        steps.one()
        _draw_line(drawing, line, mark_of(line, marks), texts, added)
    drawing.freeze(header.row, added + 1)
    drawing.fit_on_paper(header.row)


def _draw_line(drawing: Drawing, line: Line, mark: Mark | None, texts: frozenset[int], added: int) -> None:
    held = mark is not None and mark.held
    blamed = blamed_places(line, mark) if mark and held else frozenset()
    grounds = {place: Ground.REASON if place in blamed else Ground.HELD for place in range(added + 2) if held}
    drawing.draw_row(line.row - 1, added, grounds, texts)
    if mark:
        drawing.add_words(line.row - 1, added, (mark.status, mark.reason), Ground.HELD if held else Ground.PLAIN)


def rows_under(tables: Sequence[HeadedTable]) -> int:
    """How many rows stand under the headers of all tables."""
    return sum(len(table.sheet.rows) - table.header.row - 1 for table in tables)


def text_places(table: HeadedTable) -> frozenset[int]:
    """The columns, from 0, of figures that must stay text, such as identity numbers."""
    return frozenset(place for name in _AS_TEXT for place in table.header.columns.get(name, ()))


def mark_of(line: Line, marks: Mapping[Place, Mark]) -> Mark | None:
    """What stands beside a row: nothing beside one that is about nobody."""
    mark = marks.get((line.sheet, line.row))
    if mark is None:
        return Mark(_("可以导入")) if line.sort is Sort.PERSON else None
    return mark if line.sort is Sort.PERSON else replace(mark, status=_("请核对"))


def blamed_places(line: Line, mark: Mark) -> frozenset[int]:
    """The columns, from 0, of the cells that are to blame."""
    return frozenset(place for place, label in line.header.labels.items() if label and label in mark.columns)


def added_column(table: HeadedTable) -> int:
    """The column of 状态: its place in a workbook that was written before, else right of all."""
    labels = table.header.labels
    for place, label in labels.items():
        if label == STATUS and labels.get(place + 1) == REASON:
            return place
    return max(map(len, table.sheet.rows))


def allowed_names(names: list[str]) -> list[str]:
    """The names of the sheets as Excel allows them: other programs write longer ones and odd signs."""
    allowed: list[str] = []
    for name in names:
        short = re.sub(r"[\[\]:*?/\\]", "_", name).strip("'")[:31] or "_"
        taken = {each.lower() for each in allowed}
        allowed.append(short if short.lower() not in taken else f"{short[:27]}~{len(allowed)}")
    return allowed


def _show_first(workbook: Workbook, book: Book) -> None:
    """Hidden sheets stay hidden, and the first visible one lies on top."""
    for sheet, copy in zip(book.sheets, workbook.worksheets(), strict=True):
        if sheet.hidden:
            copy.hide()
    visible = [copy for sheet, copy in zip(book.sheets, workbook.worksheets(), strict=True) if not sheet.hidden]
    if visible:
        visible[0].activate()
        visible[0].set_first_sheet()
