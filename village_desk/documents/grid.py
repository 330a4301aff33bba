"""The ruled grid of a form: rows of cells, and the thin lines between them follow from the cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from village_desk.documents.paper import Box, Sheet, Style
from village_desk.documents.rules import Rules

_THIN = 0.5
_BETWEEN_LINES = 0.7
"""Millimetres by which the two lines of a label stand closer together than the halves of its cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a row that ends ``end`` millimetres from the left edge of the form; labels may have a second line."""

    end: float
    words: str
    style: Style
    second: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side. A row that ends short of the form leaves room for something that spans several rows."""

    height: float
    cells: Sequence[Cell]


def draw(sheet: Sheet, form: Box, rows: Sequence[Row]) -> None:
    """The rows from the top of the form down, and the frame around the form."""
    rules = Rules()
    top = form.y
    for row in rows:
        left = form.x
        for cell in row.cells:
            box = Box(left, top, form.x + cell.end - left, row.height)
            _fill(sheet, box, cell)
            left = box.right
            if left < form.right:
                rules.down(left, top, box.bottom)
        top += row.height
        if top < form.bottom:
            rules.across(form.x, left, top)
    sheet.lines(rules.lines(), _THIN)
    sheet.frame(form)


def _fill(sheet: Sheet, box: Box, cell: Cell) -> None:
    if not cell.second:
        sheet.put(box, cell.words, cell.style)
        return
    half = box.height / 2 - _BETWEEN_LINES
    sheet.put(Box(box.x, box.y + _BETWEEN_LINES, box.width, half), cell.words, cell.style)
    sheet.put(Box(box.x, box.y + box.height / 2, box.width, half), cell.second, cell.style)
