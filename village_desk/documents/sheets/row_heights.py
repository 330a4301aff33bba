"""How high rows become that say no height: as Excel fits them to their words."""

from collections.abc import Sequence

from village_desk.documents.sheets import arranging
from village_desk.documents.sheets.cell_words import words_of
from village_desk.documents.sheets.filled_sheet import FilledCell
from village_desk.documents.sheets.measures import HIGHEST, Measures
from village_desk.documents.sheets.references import Span


def fit_rows(measures: Measures, merges: dict[int, list[Span]]) -> None:
    """Give rows that say no height what their words need; merged cells do not count, as in Excel."""
    sheet = measures.sheet
    for row, cells in sheet.cells.items():
        if sheet.rows[row].height is not None or sheet.rows[row].hidden:
            continue
        spans = merges.get(row, ())
        deep = [
            _depth(measures, column, cell)
            for column, cell in cells.items()
            if not cell.is_empty and not any(each.left <= column <= each.right for each in spans)
        ]
        measures.natural[row] = min(max([sheet.default_height, *deep]), HIGHEST)


def _depth(measures: Measures, column: int, cell: FilledCell) -> float:
    runs, _lost = words_of(measures.sheet, cell)
    look = measures.sheet.look(cell)
    return arranging.natural_depth(runs, look, measures.width(column), measures.indent, measures.leading)


def by_row(merges: Sequence[Span], last: int) -> dict[int, list[Span]]:
    """The merges that each row has a part in, up to the row ``last``."""
    found: dict[int, list[Span]] = {}
    for merge in merges:
        for row in range(merge.top, min(merge.bottom, max(last, merge.top)) + 1):
            found.setdefault(row, []).append(merge)
    return found
