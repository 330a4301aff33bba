"""Reads a roster of insured people: who can be taken in as they stand, and which rows are held, with every reason."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from village_desk.domain.progress import Progress, silent
from village_desk.words import _
from village_desk.workbooks import headers, lines, opening, persons, sameness, unshown
from village_desk.workbooks.households import Households
from village_desk.workbooks.lines import Sort
from village_desk.workbooks.persons import RosterRow
from village_desk.workbooks.problem import Problem
from village_desk.workbooks.sameness import Entry
from village_desk.workbooks.vocabulary import ROSTER, ROSTER_NEEDS

__all__ = ["RosterReading", "RosterRow", "read"]


@dataclass(frozen=True, slots=True)
class RosterReading:
    """What a roster workbook holds. ``rows`` = people + ``held`` + ``repeated``; ``file`` is the SHA-256 of its bytes.

    ``repeated`` rows say word for word what a row above them says. ``problems`` also has remarks on accepted rows
    (``holds`` is False), and one on row 0 for every sheet with people that is hidden and was not read.
    """

    file: str
    source: Path
    rows: int
    people: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]
    held: int
    repeated: int = 0


def read(path: Path, offers: Callable[[int], bool], today: date, progress: Progress = silent) -> RosterReading:
    """The roster at ``path``, every visible sheet with a header; ``offers(tier_fen)`` asks the policy about a tier.

    Refused: ``not_a_workbook``, ``protected``, ``empty``, ``bomb``, ``no_header``, ``two_columns``. Trouble when the
    file cannot be read. ``progress`` counts rows.
    """
    book = opening.open_book(path)
    tables = headers.tables(book, ROSTER, ROSTER_NEEDS)
    entries = list(_entries(tables, offers, today, progress))
    sameness.hold_contradictions(entries)
    people = sameness.accepted(entries)
    held = sum(entry.line.held for entry in entries)
    problems = [problem for entry in entries for problem in entry.line.problems]
    unseen = (remark for table in tables for remark in unshown.remarks(table))
    return RosterReading(
        *(book.file, path, len(entries), tuple(people), (*problems, *unseen, *_hidden(book)), held),
        repeated=len(entries) - len(people) - held,
    )


def _entries(
    tables: list[headers.Table], offers: Callable[[int], bool], today: date, progress: Progress
) -> Iterator[Entry]:
    total = sum(len(table.sheet.rows) for table in tables)
    done = 0
    for table in tables:
        households = Households(table.sheet.name)
        for line in lines.under(table):
            progress(done + line.row, total)
            sort = line.sort()
            if sort is Sort.PERSON:
                yield Entry(line, persons.read(line, households, offers, today))
            elif sort is Sort.TOTAL:
                households.end()
            elif line.heading():
                households.heading(line.heading())
        done += len(table.sheet.rows)


def _hidden(book: opening.Book) -> Iterator[Problem]:
    """A hidden sheet is often last year's: it is not read, and that is said."""
    for sheet in book.sheets:
        if sheet.hidden and headers.find(sheet, ROSTER, ROSTER_NEEDS):
            message = _("工作表“{sheet}”是隐藏的，没有读").format(sheet=sheet.name)
            cure = _("要读它，请先在 Excel 里取消隐藏")
            yield Problem(0, sheet.name, "", "sheet_hidden", message, cure, holds=False)
