"""A sheet of cells, of any type of file. A value; nothing is read here."""

from sync.agreement.values import value
from village_desk.workbooks.formats.cells import Cell

Corner = tuple[int, int]


@value
class Sheet:
    """One sheet: ``rows`` from the first row and column of the sheet; ``merged`` as corners, both from 0.

    ``hidden_rows`` and ``hidden_columns``, from 0, are those that Excel does not show, also by a filter.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[Corner, Corner]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
