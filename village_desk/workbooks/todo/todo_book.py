"""The list of what waits as a workbook, with columns to fill in, and the same file read back. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sync.agreement.values import value
from village_desk.words import _
from village_desk.workbooks.columns import headers
from village_desk.workbooks.columns.vocabulary import Words
from village_desk.workbooks.formats import cells, opening, plain_book
from village_desk.workbooks.formats.cells import Cell
from village_desk.workbooks.formats.plain_book import PlainSheet

_KEY, _OUTCOME, _DAY, _COMMENT = _("编号"), _("结果"), _("约定日期"), _("说明")
_WORDS: Words = {"key": (_KEY,), "name": (_("谁"),), "outcome": (_OUTCOME,), "day": (_DAY,), "comment": (_COMMENT,)}
_NEEDS = ("key", "outcome")


@value
class TodoLine:
    """A row to write: a thing that waits, in words. ``choices``: the outcomes that may be given to it.

    ``id_number`` is masked; ``fen`` 0 where no money hangs on it.
    """

    key: str
    kind: str
    name: str
    id_number: str
    group: str
    house: str
    head: str
    phone: str
    cadre: str
    why: str
    since: str
    due: str
    fen: int
    noted: str
    choices: tuple[str, ...]


@value
class FilledRow:
    """A row as it came back: what was filled in, as it was written. ``row`` as Excel shows it."""

    row: int
    key: str
    name: str
    outcome: str
    day: str
    comment: str

    @property
    def is_filled(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.outcome or self.day or self.comment)


_WIDTHS = {
    _("类别"): 14,
    _("谁"): 12,
    _("身份证号（遮住）"): 21,
    _("小组"): 10,
    _("户号"): 8,
    _("户主"): 11,
    _("电话"): 14,
    _("负责干部"): 11,
    _("什么事"): 30,
    _("从哪天起"): 12,
    _("最晚"): 12,
    _("元"): 10,
    _("记过"): 20,
    _OUTCOME: 16,
    _DAY: 13,
    _COMMENT: 26,
    _KEY: 34,
}


def write(about: str, listed: Iterable[TodoLine]) -> bytes:
    """The workbook. ``about``: what is on the list, in words; it stands above the heading."""
    lines = list(listed)
    hint = _("填黄色的三列，存好以后读回来；编号不要改，不用的行不用删")
    return plain_book.write_all(
        [
            PlainSheet(
                _("待办"),
                _WIDTHS,
                [_cells(each) for each in lines],
                above=(about, hint),
                asked=(_OUTCOME, _DAY, _COMMENT),
                choices=[each.choices for each in lines],
            )
        ]
    )


def _cells(line: TodoLine) -> Sequence[str | int]:
    what = (line.kind, line.name, line.id_number, line.group, line.house, line.head, line.phone, line.cadre)
    return (*what, line.why, line.since, line.due, line.fen or "", line.noted, "", "", "", line.key)


def read(path: Path) -> list[FilledRow]:
    """The rows of the workbook that have a number. Refused or Trouble as ``roster.read``; ``no_header``."""
    book = opening.open_book(path)
    return [each for table in headers.tables(book, _WORDS, _NEEDS) for each in _rows(table)]


def _rows(table: headers.HeadedTable) -> Iterator[FilledRow]:
    columns = {name: places[0] for name, places in table.header.columns.items() if places}
    for number, row in enumerate(table.sheet.rows[table.header.row + 1 :], table.header.row + 2):
        text = {name: _text(row, place) for name, place in columns.items()}
        found = FilledRow(number, *(text.get(name, "") for name in ("key", "name", "outcome", "day", "comment")))
        if found.key or found.is_filled:
            yield found


def _text(row: Sequence[Cell], place: int) -> str:
    return " ".join(cells.words(row[place]).split()) if place < len(row) else ""
