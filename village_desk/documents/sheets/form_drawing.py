"""A filled form drawn page by page: which cells stand on a page, and how far the words of each may reach."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import Enum

from sync.agreement.values import value
from village_desk.documents.paper import MM, Paper, Sheet
from village_desk.documents.sheets import arranging, head_foot, paging, pictures
from village_desk.documents.sheets.arranging import Arranged, Room
from village_desk.documents.sheets.breaking import Faced
from village_desk.documents.sheets.cell_words import require_formats, words_of
from village_desk.documents.sheets.filled_sheet import FilledCell, FilledSheet, read
from village_desk.documents.sheets.heading_codes import Facts
from village_desk.documents.sheets.looks import Border, Look, Pen, Stroke
from village_desk.documents.sheets.measures import Measures
from village_desk.documents.sheets.overflow import Overflow
from village_desk.documents.sheets.page_drawing import PageDrawing, PageGrid, Tile
from village_desk.documents.sheets.paging import PrintedPage
from village_desk.documents.sheets.references import Span, letters
from village_desk.documents.sheets.row_heights import by_row, fit_rows
from village_desk.domain.basics.progress import Progress, counted, silent

WARNED = 0.8
"""Words that are set smaller than this part of their size are hard to read: who prints is asked to look."""


@value
class Shrunk:
    """A cell whose words were too long. ``scale`` is how much smaller they are set; ``whole`` is false if even so they
    reach beyond the cell.
    """

    cell: str
    scale: float
    whole: bool = True


class Undrawn(Enum):
    """Why something was left blank: no font has it, a formula has no value, a picture is of no kind that is known."""

    CHARACTERS = "characters"
    FORMULA = "formula"
    PICTURE = "picture"


@value
class LeftBlank:
    """A cell in which something was left blank; ``what``: the characters, the formula, nothing for a picture."""

    cell: str
    what: str
    why: Undrawn = Undrawn.CHARACTERS


@value
class Drawn:
    """A filled form on paper, how many pages it has, and what who prints it should know."""

    paper: Paper
    pages: int
    shrunk: tuple[Shrunk, ...]
    left_blank: tuple[LeftBlank, ...] = ()


def draw(data: bytes, progress: Progress = silent, now: datetime | None = None) -> Drawn:
    """The first visible sheet of a filled .xlsx as a paper; ``progress`` counts pages.

    ``now`` is printed where heads and feet ask for the date or time (&D, &T); without it they stay empty. Refused
    ``damaged``, ``too_large``, or ``number_format`` for numerals; raises Cancelled when ``progress`` does.
    """
    return draw_all([data], progress, now)


def draw_all(copies: Sequence[bytes], progress: Progress = silent, now: datetime | None = None) -> Drawn:
    """Copies of one form as one paper, in their order; ``progress`` counts the pages of one copy, or else the copies.

    What who prints should know stands in the result once, however many copies it concerns. Raises as ``draw``.
    """
    first = read(copies[0])
    paper = Sheet((first.setup.size[0] / MM, first.setup.size[1] / MM), first.name)
    forms = [_Form(first, now)] if len(copies) == 1 else (_Form(read(each), now) for each in copies)
    of_copies = silent if len(copies) == 1 else progress
    pages, shrunk, blank = 0, dict[Shrunk, None](), dict[LeftBlank, None]()
    for form in counted(forms, len(copies), of_copies):
        pages += form.onto(paper, progress if len(copies) == 1 else silent)
        shrunk |= dict.fromkeys(form.shrunk)
        blank |= dict.fromkeys(form.left_blank)
    return Drawn(paper.finish(), pages, tuple(shrunk), tuple(blank))


class _Form:
    """One form being drawn."""

    def __init__(self, sheet: FilledSheet, now: datetime | None) -> None:
        self._sheet, self._now = sheet, now
        require_formats(sheet)
        self.measures = Measures(sheet)
        self._merges = by_row(sheet.merges, max([*sheet.cells, 1]))
        self._starts = {(each.top, each.left) for each in sheet.merges}
        self._known: dict[tuple[object, ...], Arranged] = {}
        self._shrunk: dict[str, Shrunk] = {}
        self._blank: dict[str, LeftBlank] = {}
        fit_rows(self.measures, self._merges)
        self._overflow = Overflow(sheet, self._merges, self.measures.indent)
        self._pictures, lost = pictures.pictures(sheet, self.measures)
        self._blank |= {cell: LeftBlank(cell, "", Undrawn.PICTURE) for cell in lost}
        columns = [(each, sheet.looks.of(each.style)) for each in sheet.columns]
        self._seen_columns = [(each, look) for each, look in columns if look.is_seen]

    @property
    def shrunk(self) -> Iterable[Shrunk]:
        """The cells whose words were too long, of what was drawn so far."""
        return self._shrunk.values()

    @property
    def left_blank(self) -> Iterable[LeftBlank]:
        """The cells in which something was left blank, of what was drawn so far."""
        return self._blank.values()

    def onto(self, paper: Sheet, progress: Progress) -> int:
        """Draw the whole form; returns its pages, which ``progress`` counts."""
        setup = self._sheet.setup
        found = paging.pages(self.measures, pictures.reach(self._sheet, self.measures))
        total = len(found.pages)
        for place, page in enumerate(counted(found.pages, total, progress), 1):
            self._page(paper, page, found.scale)
            facts = Facts(place - 1 + setup.first_number, total, self._sheet.name, self._now)
            head_foot.draw(paper, self._sheet, facts, place, found.scale)
            paper.end_page()
        progress(total, total)
        return total

    def _page(self, paper: Sheet, page: PrintedPage, scale: float) -> None:
        grid = self._grid(page, scale)
        drawing = PageDrawing(paper, grid)
        if self._sheet.setup.gridlines:
            _rule(drawing, page)
        merges: set[Span] = set()
        for place, row in enumerate(page.rows):
            self._row(drawing, grid, (row, place), merges)
        drawing.finish(self._pictures)

    def _grid(self, page: PrintedPage, scale: float) -> PageGrid:
        setup = self._sheet.setup
        widths = [self.measures.width(column) for column in page.columns]
        heights = [self.measures.height(row) for row in page.rows]
        room = paging.room(setup)
        left, top = setup.margins.left, setup.margins.top
        if setup.centred[0]:
            left += (room[0] - sum(widths) * scale) / 2
        if setup.centred[1]:
            top += (room[1] - sum(heights) * scale) / 2
        return PageGrid(page, (widths, heights), (left, top), scale)

    def _row(self, drawing: PageDrawing, grid: PageGrid, at: tuple[int, int], drawn: set[Span]) -> None:
        """A row and its place on the page, as it is read; ``drawn`` are the merges of the rows before it."""
        row, place = at
        merges = self._merges.get(row, ())
        for column, cell in self._cells(row, grid):
            across = grid.columns.get(column)
            if across is None:
                continue
            tile, look = Tile(place, across, place + 1, across + 1), self._sheet.look(cell)
            merge = next((each for each in merges if each.left <= column <= each.right), None)
            if merge is not None:
                self._part(drawing, grid, (merge, tile), look, drawn)
                continue
            drawing.ground(tile, look)
            drawing.border(tile, look.border)
            if not cell.is_empty:
                self._words(drawing, grid, (row, column), cell, tile)
        for merge in merges:  # also one whose cells the file leaves out in this row
            if merge not in drawn:
                drawn.add(merge)
                self._merge(drawing, grid, merge)

    def _part(
        self, drawing: PageDrawing, grid: PageGrid, part: tuple[Span, Tile], look: Look, drawn: set[Span]
    ) -> None:
        """A cell of a merge: its sides on the merge's own; with the first one on the page, the merge itself."""
        merge, tile = part
        whole = grid.tile(merge)
        if whole is not None:
            drawing.border_within(tile, whole, look.border)
        if merge not in drawn:
            drawn.add(merge)
            self._merge(drawing, grid, merge)

    def _cells(self, row: int, grid: PageGrid) -> Iterator[tuple[int, FilledCell]]:
        """The cells of a row, also those that only the row's or the column's style makes visible."""
        cells = self._sheet.cells.get(row, {})
        yield from cells.items()
        own = self._sheet.rows.get(row)
        style = own.style if own is not None else None
        if style is not None and self._sheet.looks.of(style).is_seen:
            yield from ((column, FilledCell(style)) for column in grid.columns if column not in cells)
            return
        for columns, _look in self._seen_columns if style is None else ():
            reached = range(columns.first, min(columns.last, max(grid.columns)) + 1)
            yield from ((column, FilledCell(columns.style)) for column in reached if column not in cells)

    def _merge(self, drawing: PageDrawing, grid: PageGrid, merge: Span) -> None:
        cell = self._sheet.cells.get(merge.top, {}).get(merge.left)
        tile = grid.tile(merge)
        if cell is None or tile is None:
            return
        look = self._sheet.look(cell)
        drawing.ground(tile, look)
        drawing.slant(tile, look.border)
        if not cell.is_empty and self._begins(grid, merge, tile):
            self._words(drawing, grid, (merge.top, merge.left), cell, tile)

    def _begins(self, grid: PageGrid, merge: Span, tile: Tile) -> bool:
        """Whether the first row and column of a merge that are not hidden stand on this page."""
        rows = (row for row in range(merge.top, merge.bottom + 1) if self.measures.height(row) > 0)
        columns = (column for column in range(merge.left, merge.right + 1) if self.measures.width(column) > 0)
        return grid.page.rows[tile.top] == next(rows) and grid.page.columns[tile.left] == next(columns)

    def _words(
        self, drawing: PageDrawing, grid: PageGrid, place: tuple[int, int], cell: FilledCell, tile: Tile
    ) -> None:
        name = f"{letters(place[1])}{place[0]}"
        runs, lost = words_of(self._sheet, cell)
        if lost:
            self._blank[name] = LeftBlank(name, lost)
        if cell.unread:
            self._blank[name] = LeftBlank(name, cell.unread, Undrawn.FORMULA)
        if not runs:
            return
        look = self._sheet.look(cell)
        if place not in self._starts:
            left, right = self._overflow.sides(grid, cell, runs, tile)
        else:
            left, right = grid.xs[tile.left], grid.xs[tile.right]
        room = Room(right - left, grid.size(tile)[1], self.measures.indent, _usual(cell))
        found = self._arranged(runs, cell.style, look, room)
        if found.scale < 1.0 or not found.whole:
            self._shrunk[name] = Shrunk(name, round(found.scale, 2), found.whole)
        drawing.words(left, grid.ys[tile.top], found.placed)

    def _arranged(self, runs: tuple[Faced, ...], style: int, look: Look, room: Room) -> Arranged:
        """The words of a cell at their places; those that stand in like cells again and again are placed once."""
        key = (runs, style, room)
        found = self._known.get(key)
        if found is None:
            if len(self._known) > _KNOWN:
                self._known.clear()
            found = self._known[key] = arranging.arranged(runs, look, room)
        return found


_KNOWN = 4096
"""Arrangements that are remembered."""


def _usual(cell: FilledCell) -> str:
    if cell.number is not None:
        return "right"
    return "center" if cell.is_centred else "left"


def _rule(drawing: PageDrawing, page: PrintedPage) -> None:
    """The lines between all cells, where the sheet wants them printed."""
    pen = Pen(Stroke.hair)
    border = Border(pen, pen, pen, pen)
    for row in range(len(page.rows)):
        for column in range(len(page.columns)):
            drawing.border(Tile(row, column, row + 1, column + 1), border)
