"""One page of a filled form on the sheet of paper: grounds, borders, words, pictures, head and foot."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from sync.agreement.values import value
from village_desk.documents.lettering import UPRIGHT, Ink
from village_desk.documents.paper import MM, Box, Line, Sheet, Style, turned
from village_desk.documents.sheets import pens, spacing
from village_desk.documents.sheets.arranging import Placed
from village_desk.documents.sheets.edges import Edges
from village_desk.documents.sheets.looks import Border, Look, Pen, Typeface
from village_desk.documents.sheets.paging import PrintedPage
from village_desk.documents.sheets.pictures import Picture
from village_desk.documents.sheets.references import Span


@value
class Tile:
    """A cell or a merge on a page: places of its rows and columns on the page, from 0, the ends not within it."""

    top: int
    left: int
    bottom: int
    right: int


class PageGrid:
    """Where the rows and columns of one page stand on the paper.

    ``xs`` and ``ys`` are the lines between them in points of the sheet; ``origin`` is where they begin, in points of
    the paper; everything is made smaller by ``scale``.
    """

    def __init__(
        self,
        page: PrintedPage,
        sizes: tuple[Sequence[float], Sequence[float]],
        origin: tuple[float, float],
        scale: float,
    ) -> None:
        self.page, self.scale, self._origin = page, scale, origin
        self.xs = [0.0, *accumulate(sizes[0])]
        self.ys = [0.0, *accumulate(sizes[1])]
        self.columns = {column: place for place, column in enumerate(page.columns)}
        self.rows = {row: place for place, row in enumerate(page.rows)}

    def tile(self, span: Span) -> Tile | None:
        """The part of a span that stands on this page; None when nothing of it does."""
        page = self.page  # whose rows and columns stand in their order
        top, bottom = bisect_left(page.rows, span.top), bisect_right(page.rows, span.bottom)
        left, right = bisect_left(page.columns, span.left), bisect_right(page.columns, span.right)
        return Tile(top, left, bottom, right) if top < bottom and left < right else None

    def size(self, tile: Tile) -> tuple[float, float]:
        """Width and height in points of the sheet."""
        return self.xs[tile.right] - self.xs[tile.left], self.ys[tile.bottom] - self.ys[tile.top]

    def across(self, x: float) -> float:
        """Millimetres on the paper of points from the left side of the page's first column."""
        return (self._origin[0] + x * self.scale) / MM

    def down(self, y: float) -> float:
        """Millimetres on the paper of points from the upper side of the page's first row."""
        return (self._origin[1] + y * self.scale) / MM

    def box(self, tile: Tile) -> Box:
        """The tile on the paper."""
        left, top = self.across(self.xs[tile.left]), self.down(self.ys[tile.top])
        return Box(left, top, self.across(self.xs[tile.right]) - left, self.down(self.ys[tile.bottom]) - top)


class PageDrawing:
    """The things of one page, collected and then drawn in the order in which they lie: grounds, borders, words."""

    def __init__(self, sheet: Sheet, grid: PageGrid) -> None:
        self._sheet, self._grid = sheet, grid
        self._edges = Edges()
        self._slants: list[tuple[Pen, Line]] = []
        self._grounds: dict[Ink, list[Box]] = {}
        self._words: list[tuple[float, float, Placed]] = []

    def ground(self, tile: Tile, look: Look) -> None:
        """The colour behind a cell."""
        if look.ground is not None:
            self._grounds.setdefault(look.ground, []).append(self._grid.box(tile))

    def border(self, tile: Tile, border: Border) -> None:
        """The sides of a cell that stands alone."""
        self._edges.level(tile.top, tile.left, border.top)
        self._edges.level(tile.bottom, tile.left, border.bottom)
        self._edges.upright(tile.left, tile.top, border.left)
        self._edges.upright(tile.right, tile.top, border.right)
        if border.slant is not None:
            self._slant(tile, border, border.slant)

    def border_within(self, cell: Tile, merge: Tile, border: Border) -> None:
        """The sides of a cell of a merge: only those that lie on the merge's own sides are drawn."""
        if cell.top == merge.top:
            self._edges.level(cell.top, cell.left, border.top)
        if cell.bottom == merge.bottom:
            self._edges.level(cell.bottom, cell.left, border.bottom)
        if cell.left == merge.left:
            self._edges.upright(cell.left, cell.top, border.left)
        if cell.right == merge.right:
            self._edges.upright(cell.right, cell.top, border.right)

    def slant(self, tile: Tile, border: Border) -> None:
        """The lines across a merge."""
        if border.slant is not None:
            self._slant(tile, border, border.slant)

    def words(self, x: float, y: float, placed: Sequence[Placed]) -> None:
        """Words at their places from a corner in points of the sheet."""
        self._words += [(x, y, each) for each in placed]

    def finish(self, pictures: Sequence[Picture]) -> None:
        """Draw what was collected, and the pictures of this page over it."""
        for ink, boxes in self._grounds.items():
            self._sheet.shade(boxes, ink)
        pens.draw(self._sheet, [*self._strokes(), *self._slants])
        for x, y, placed in self._words:
            self._put(x, y, placed)
        for picture in pictures:
            self._picture(picture)

    def _slant(self, tile: Tile, border: Border, pen: Pen) -> None:
        box = self._grid.box(tile)
        if border.falling:
            self._slants.append((pen, (box.x, box.y, box.right, box.bottom)))
        if border.rising:
            self._slants.append((pen, (box.x, box.bottom, box.right, box.y)))

    def _strokes(self) -> Iterator[tuple[Pen, Line]]:
        grid = self._grid
        for run in self._edges.levels():
            y = grid.down(grid.ys[run.line])
            yield run.pen, (grid.across(grid.xs[run.start]), y, grid.across(grid.xs[run.end]), y)
        for run in self._edges.uprights():
            x = grid.across(grid.xs[run.line])
            yield run.pen, (x, grid.down(grid.ys[run.start]), x, grid.down(grid.ys[run.end]))

    def _put(self, x: float, y: float, placed: Placed) -> None:
        grid = self._grid
        left, baseline = grid.across(x + placed.x), grid.down(y + placed.y)
        put(self._sheet, (left, baseline), placed.words, placed.face, placed.size * grid.scale, placed.turn)

    def _picture(self, picture: Picture) -> None:
        grid, start = self._grid, picture.start
        if start.row in grid.rows and start.column in grid.columns:
            x = grid.across(grid.xs[grid.columns[start.column]] + start.across)
            y = grid.down(grid.ys[grid.rows[start.row]] + start.down)
            width, height = picture.width * grid.scale / MM, picture.height * grid.scale / MM
            self._sheet.picture(Box(x, y, width, height), picture.content)


def put(sheet: Sheet, at: tuple[float, float], words: str, face: Typeface, size: float, turn: int = 0) -> None:
    """Words from a place of the paper in millimetres, with the lines under and through them. ``size`` is in points."""
    x, y = at
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    for piece, factor, wide in spacing.pieces(words, face):
        plain = factor == 1.0 and not turn and not face.italic
        matrix = UPRIGHT if plain else turned(turn, face.italic, factor)
        sheet.words(x, y, piece, Style(size, face.bold), face.ink, matrix)
        x, y = x + wide * size / MM * cosine, y - wide * size / MM * sine
    for is_drawn, height in ((face.underline, -0.12), (face.struck, 0.3)):
        if is_drawn:
            high = height * size / MM
            start, end = (at[0] - high * sine, at[1] - high * cosine), (x - high * sine, y - high * cosine)
            sheet.strokes([(*start, *end)], size * 0.05, face.ink)
