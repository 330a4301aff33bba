"""How far words that are not broken reach across the empty cells beside them. Pure: points of the sheet."""

from collections.abc import Mapping, Sequence

from village_desk.documents.sheets import arranging, breaking
from village_desk.documents.sheets.arranging import PADDING
from village_desk.documents.sheets.breaking import Faced
from village_desk.documents.sheets.filled_sheet import FilledCell, FilledSheet
from village_desk.documents.sheets.page_drawing import PageGrid, Tile
from village_desk.documents.sheets.references import Span


class Overflow:
    """The reach of words on a sheet's pages. ``merges`` are those of each row, ``indent`` is a step in points."""

    def __init__(self, sheet: FilledSheet, merges: Mapping[int, Sequence[Span]], indent: float) -> None:
        self._sheet, self._merges, self._indent = sheet, merges, indent

    def sides(self, grid: PageGrid, cell: FilledCell, runs: Sequence[Faced], tile: Tile) -> tuple[float, float]:
        """The left and the right side, in points, of what the words of a cell that is not merged may fill."""
        look, row = self._sheet.look(cell), grid.page.rows[tile.top]
        left, right = grid.xs[tile.left], grid.xs[tile.right]
        if look.horizontal == "centerContinuous":
            return left, grid.xs[self._continued(grid, row, tile.right)]
        missing = _wide(runs) + 2 * PADDING + look.indent * self._indent - (right - left)
        if missing <= 0 or cell.number is not None or look.turn or look.shrink or arranging.wraps(look):
            return left, right
        before = left - grid.xs[self._empties(grid, row, tile.left, -1)]
        after = grid.xs[self._empties(grid, row, tile.right, 1)] - right
        if look.horizontal == "center":
            each = min(missing / 2, before, after)
            return left - each, right + each
        if look.horizontal == "right":
            return left - min(missing, before), right
        return left, right + (min(missing, after) if look.horizontal in ("general", "left") else 0.0)

    def _empties(self, grid: PageGrid, row: int, line: int, step: int) -> int:
        """The line between columns up to which the cells of a row beside ``line`` are empty."""
        cells, merges, columns = self._sheet.cells.get(row, {}), self._merges.get(row, ()), grid.page.columns
        while 0 <= (place := line if step > 0 else line - 1) < len(columns):
            cell = cells.get(columns[place])
            merged = any(each.left <= columns[place] <= each.right for each in merges)
            if merged or (cell is not None and not cell.is_empty):
                break
            line += step
        return line

    def _continued(self, grid: PageGrid, row: int, line: int) -> int:
        """The line up to which empty cells are centred across together with the one before them."""
        cells, columns = self._sheet.cells.get(row, {}), grid.page.columns
        while line < len(columns):
            cell = cells.get(columns[line])
            if cell is None or not cell.is_empty or self._sheet.look(cell).horizontal != "centerContinuous":
                break
            line += 1
        return line


def _wide(runs: Sequence[Faced]) -> float:
    return sum(breaking.width_of(words, face) for words, face in runs)
