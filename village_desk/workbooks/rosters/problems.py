"""Writes a roster workbook again with the problems beside each row, to be corrected and read again."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, silent
from village_desk.words import _
from village_desk.workbooks.columns import headers
from village_desk.workbooks.columns.problem import Problem
from village_desk.workbooks.columns.vocabulary import ROSTER, ROSTER_NEEDS
from village_desk.workbooks.formats import opening
from village_desk.workbooks.rosters import own_look, returned
from village_desk.workbooks.rosters.returned import Mark, Place

__all__ = ["Place", "Problem", "write_back"]


def write_back(
    source: Path,
    problems: Iterable[Problem],
    out: Path,
    statuses: Mapping[Place, str] | None = None,
    file: str = "",
    progress: Progress = silent,
    assigned: headers.Assigned | None = None,
) -> None:
    """Writes the roster workbook ``source`` again to ``out``, with 状态 and 原因/怎么办 beside every row of people.

    ``statuses``: the result for rows that are not held (可以导入 without it); ``file`` is ``RosterReading.file``,
    ``assigned`` the assignments it was read with. Refused ``changed`` when the source is another file by now,
    ``same_file`` when it would be written over; Trouble when ``out`` cannot be written. The result can be corrected
    and read again: the two columns are not read.
    """
    refuse_same(source, out)
    book = opening.open_book(source)
    if file and file != book.file:
        raise Refused(_("花名册在读过以后改动过"), _("请重新导入"), "changed", "file")
    tables = headers.tables(book, ROSTER, ROSTER_NEEDS, assigned)
    marks, data = _marks(problems, statuses or {}), source.read_bytes()
    if own_look.can_keep(data, book) and own_look.write(data, tables, marks, out, progress):
        return
    returned.write(book, tables, marks, out, progress)


def refuse_same(source: Path, out: Path) -> None:
    """Refused ``same_file`` when the roster itself would be written over."""
    if out.exists() and source.exists() and out.samefile(source):
        raise Refused(_("不能写在原来的花名册上"), _("请另取一个文件名"), "same_file", "file")


def _marks(problems: Iterable[Problem], statuses: Mapping[Place, str]) -> dict[Place, Mark]:
    """The marks beside each row: its status, its problems, and the columns with problems."""
    by_row: dict[Place, list[Problem]] = {}
    for problem in problems:
        by_row.setdefault((problem.sheet, problem.row), []).append(problem)
    marks = {place: Mark(status) for place, status in statuses.items()}
    return marks | {place: _mark(each, statuses.get(place, "")) for place, each in by_row.items()}


def _mark(problems: list[Problem], status: str) -> Mark:
    held = any(problem.holds for problem in problems)
    words = _("待改正") if held else status or _("可以导入，请核对")
    reason = "\n".join(problem.in_words() for problem in problems)
    return Mark(words, reason, frozenset(problem.column for problem in problems), held)
