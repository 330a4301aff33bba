"""The ruled grid of a form: rows of cells, and the thin lines between them follow from the cells."""

from collections.abc import Sequence

from sync.agreement.values import value
from village_desk.documents.paper import Box, Line, Sheet, Style


class Rules:
    """Lines in millimetres from the top left corner of the sheet."""

    def __init__(self) -> None:
        self._across: list[Line] = []
        self._ended: list[Line] = []
        self._open: dict[float, tuple[float, float]] = {}

    def across(self, left: float, right: float, y: float) -> None:
        """A level line."""
        self._across.append((left, y, right, y))

    def down(self, x: float, top: float, bottom: float) -> None:
        """An upright line; it extends the line above when that ends where this one begins."""
        before = self._open.get(x)
        if before and before[1] == top:
            top = before[0]
        elif before:
            self._ended.append((x, before[0], x, before[1]))
        self._open[x] = (top, bottom)

    def lines(self) -> list[Line]:
        """All lines."""
        return self._across + self._ended + [(x, top, x, bottom) for x, (top, bottom) in self._open.items()]


_THIN = 0.5
_BETWEEN_LINES = 0.7
"""Millimetres by which the two lines of a label stand closer together than the halves of its cell."""


@value
class Cell:
    """A part of a row that ends ``end`` millimetres from the left edge of the form; labels may have a second line."""

    end: float
    words: str
    style: Style
    second: str = ""


@value
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
