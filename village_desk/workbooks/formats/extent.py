"""How much of a sheet is filled, asked before the sheet is opened: a single far cell would fill the memory."""

from village_desk.words import _
from village_desk.workbooks.formats import file_kinds

MOST_CELLS = 5_000_000
"""Rows times columns up to the last filled cell: far above any township, and about 200 MB when opened."""


class Extent:
    """The last filled row and column that were seen."""

    def __init__(self) -> None:
        self._row = 0
        self._column = 0

    def include(self, row: int, column: int) -> None:
        """A filled cell at a row and column, both from 0. Refused with ``bomb`` when the sheet grows too large."""
        self._row = max(self._row, row + 1)
        self._column = max(self._column, column + 1)
        if self._row * self._column > MOST_CELLS:
            raise file_kinds.too_large(
                _("工作簿里有内容的格子一直到第 {row} 行、第 {column} 列，太大了").format(
                    row=self._row, column=self._column
                )
            )
