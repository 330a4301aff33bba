"""How much room the pages of a form have for records, and how high a record's row must be for its words.

For who fills a form with sums at the foot of each page: the breaks it decides must be those that drawing finds.
"""

import re
from collections.abc import Mapping

from village_desk.documents.sheets import paging, pictures
from village_desk.documents.sheets.arranging import natural_depth, wraps
from village_desk.documents.sheets.cell_words import printable
from village_desk.documents.sheets.filled_sheet import FilledCell, FilledSheet, read
from village_desk.documents.sheets.measures import HIGHEST, Measures
from village_desk.documents.sheets.references import Span
from village_desk.documents.sheets.row_heights import by_row, fit_rows

_SLACK = 0.985
"""The part of a page that is given out: Excel's printer may have a little less than the paper promises."""
_RECORD = re.compile(r"[{｛](?!\s*[^{}｛｝.．。]*合计\s*[.．。])[^{}｛｝:：#＃]*[.．。]")
"""A placeholder of a row that repeats: its name has a dot, and is no sum of the whole list, which stands anywhere."""


class SheetRoom:
    """The room of a template's pages, in points of the sheet (before it is made smaller to fit the paper).

    ``first`` and ``later`` are what records have on the first page, below the rows that stand above them, and on the
    later ones, below the titles that are repeated; the rows after the records are not taken off.
    """

    def __init__(self, sheet: FilledSheet, measures: Measures, scale: float, top: int) -> None:
        self._sheet, self._measures = sheet, measures
        self._merged = {(each.top, each.left): each for each in sheet.merges}
        titles = sheet.setup.title_rows
        whole = paging.room(sheet.setup)[1] / scale * _SLACK
        begins = _first_record(sheet)
        self.first = whole - measures.heights(top, begins - 1)
        self.later = whole - (0.0 if titles is None else measures.heights(titles[0], min(titles[1], begins - 1)))

    def height(self, row: int, words: Mapping[int, str]) -> float:
        """Points of the template's row when its cells, by column from 1, hold these words; never less than its own."""
        needed = [self._needed(row, column, each) for column, each in words.items() if each]
        return min(max([self._measures.height(row), *needed]), HIGHEST)

    def _needed(self, row: int, column: int, words: str) -> float:
        look = self._sheet.look(self._sheet.cells.get(row, {}).get(column, FilledCell(0)))
        merge = self._merged.get((row, column), Span(row, column, row, column))
        if merge.bottom > merge.top or not wraps(look):
            return 0.0
        width = self._measures.widths(merge.left, merge.right)
        runs = [(printable(words)[0], look.face)]
        return natural_depth(runs, look, width, self._measures.indent, self._measures.leading)


def page_room(data: bytes) -> SheetRoom:
    """The room of a template's pages. Refused as ``draw`` refuses."""
    sheet = read(data)
    measures = Measures(sheet)
    fit_rows(measures, by_row(sheet.merges, max([*sheet.cells, 1])))
    areas = paging.areas(measures, pictures.reach(sheet, measures))
    return SheetRoom(sheet, measures, paging.scale(measures, areas), areas[0].top)


def _first_record(sheet: FilledSheet) -> int:
    """The first row that is repeated for the records of a list; the one after the last where none is."""
    for row, cells in sorted(sheet.cells.items()):
        if any(_RECORD.search("".join(words for words, _face in cell.runs)) for cell in cells.values()):
            return row
    return max(sheet.cells, default=0) + 1
