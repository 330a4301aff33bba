"""The totals between and under the rows of a table, compared with the rows: sums, and counts of people."""

import re
from collections.abc import Iterable

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.words import _
from village_desk.workbooks.columns import amounts, row_words
from village_desk.workbooks.columns.lines import Line
from village_desk.workbooks.formats import cells

_FIGURES = re.compile(r"[¥￥]?[0-9., -]+元?")


class Totals:
    """Checks totals while going down a table. A total may mean all rows above it, or those since an earlier total."""

    def __init__(self, field: str, cure: str) -> None:
        self._field, self._cure = field, cure
        self._fen = self._due = self._people = 0
        self._before = [(0, 0, 0)]

    def add(self, fen: int, due: int | None = None) -> None:
        """Add one person, with an amount in fen; ``due``: the amount before a deduction, which totals may state too."""
        self._fen += fen
        self._due += fen if due is None else due
        self._people += 1

    def check(self, line: Line, holds: bool) -> None:
        """Adds a problem for each amount (``total_differs``) and count (``count_differs``) that no rows above make."""
        for written in self._amounts(line, holds):
            sums = {sum_ for fen, due, _people in self._before for sum_ in (self._fen - fen, self._due - due)}
            if written not in sums:
                message = _("合计写的是 {written} 元，上面各行相加是 {sum} 元").format(
                    written=money.figures(written), sum=money.figures(self._fen)
                )
                line.doubt(self._field, Refused(message, self._cure, "total_differs"), holds)
        for count in self._counts(line):
            if count not in {self._people - people for _fen, _due, people in self._before}:
                message = _("合计写的是 {written} 人，上面是 {count} 人").format(written=count, count=self._people)
                line.doubt("", Refused(message, self._cure, "count_differs"), holds)
        self._before.append((self._fen, self._due, self._people))

    def _amounts(self, line: Line, holds: bool) -> list[int]:
        """The amounts of a total, in its column or in words; none twice, and no zeros.

        An unreadable amount is reported only where it matters (``holds``): otherwise there is nothing to compare.
        """
        if holds:
            column = line.read_all(self._field, _amount_or_words, 0)
        else:
            column = [_amount_or_words(cell) for cell in line.fields(self._field) if not isinstance(cell, cells.Unread)]
        words = [fen for each in _texts(line) for fen in row_words.amounts(each)]
        return [fen for fen in dict.fromkeys((*column, *words)) if fen]

    def _counts(self, line: Line) -> list[int]:
        return list(dict.fromkeys(count for each in _texts(line) for count in row_words.counts(each) if count))


def _texts(line: Line) -> Iterable[str]:
    return (cells.text(cell) for cell in line.cells if isinstance(cell, str) and cell)


def _amount_or_words(cell: cells.Cell) -> int:
    """The fen of a total's cell. Words in it are not the column's: they are read with the other words of the row."""
    is_words = isinstance(cell, str) and not _FIGURES.fullmatch(cells.text(cell))
    return 0 if is_words else amounts.amount(cell)
