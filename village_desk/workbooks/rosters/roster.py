"""Reads a roster of insured people: who can be taken in as they stand, and which rows are held, with every reason."""

from collections.abc import Callable
from dataclasses import field
from datetime import date
from pathlib import Path

from sync.agreement.values import value
from village_desk.domain.basics.progress import Progress, silent
from village_desk.words import _
from village_desk.workbooks.columns import chosen_tier, headers, headings, lines, unknown, unread_sheets, unshown
from village_desk.workbooks.columns.headings import Headings
from village_desk.workbooks.columns.lines import Line, Sort
from village_desk.workbooks.columns.problem import Problem
from village_desk.workbooks.columns.totals import Totals
from village_desk.workbooks.columns.vocabulary import ROSTER, ROSTER_NEEDS
from village_desk.workbooks.formats import opening
from village_desk.workbooks.rosters import duplicate_rows, persons
from village_desk.workbooks.rosters.duplicate_rows import ReadPerson
from village_desk.workbooks.rosters.households import Households
from village_desk.workbooks.rosters.persons import RosterRow

__all__ = ["RosterReading", "RosterRow", "read"]


@value
class RosterReading:
    """A roster workbook as read. ``rows`` = people + ``held`` + ``repeated``; ``file`` is the SHA-256 of its bytes.

    ``repeated`` rows are word for word like a row above them. ``problems`` also has remarks on accepted rows
    (``holds`` is False), and one on row 0 for every sheet with people that was not read. ``headings``: the field of
    each column, a set for each sheet. ``repeats``: sheet and row of the repeated rows. ``entries``: the lines of all
    people, held or not.
    """

    file: str
    source: Path
    rows: int
    people: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]
    held: int
    repeated: int = 0
    headings: tuple[Headings, ...] = ()
    repeats: frozenset[tuple[str, int]] = frozenset()
    entries: tuple[ReadPerson, ...] = field(default=(), compare=False)


def read(
    path: Path,
    offers: Callable[[int], bool],
    today: date,
    progress: Progress = silent,
    assigned: headers.Assigned | None = None,
) -> RosterReading:
    """The roster at ``path``, every visible sheet with a header; ``offers(tier_fen)`` asks the policy about a tier.

    ``assigned``: what a person said of columns. Refused: ``not_a_workbook``, ``protected``, ``empty``, ``bomb``;
    ColumnsUnclear ``no_header``, ``two_columns``. Trouble when the file cannot be read. ``progress`` counts rows.
    """
    book = opening.open_book(path)
    tables = headers.tables(book, ROSTER, ROSTER_NEEDS, assigned)
    entries, others = _entries(tables, offers, today, progress)
    duplicate_rows.hold_contradictions(entries)
    people = duplicate_rows.accepted(entries)
    held = sum(entry.line.held for entry in entries)
    problems = [problem for line in (*(entry.line for entry in entries), *others) for problem in line.problems]
    unseen = (remark for table in tables for remark in (*unshown.remarks(table), *unknown.remarks(table, ROSTER)))
    elsewhere = unread_sheets.remarks(book, tables, ROSTER, ROSTER_NEEDS)
    return RosterReading(
        *(book.file, path, len(entries), tuple(people), (*problems, *unseen, *elsewhere), held),
        repeated=len(entries) - len(people) - held,
        headings=tuple(map(headings.of, tables)),
        repeats=duplicate_rows.repeats(entries, people),
        entries=tuple(entries),
    )


def _entries(
    tables: list[headers.HeadedTable], offers: Callable[[int], bool], today: date, progress: Progress
) -> tuple[list[ReadPerson], list[Line]]:
    """The people of all sheets in order, and the other lines, each with its problems."""
    entries: list[ReadPerson] = []
    others: list[Line] = []
    total, done = sum(len(table.sheet.rows) for table in tables), 0
    for table in tables:
        households, header = Households(table.sheet.name), table.header
        sums = Totals("tier", _("请核对这一行，或问镇所"))
        for line in lines.under(table):
            progress(done + line.row, total)
            if line.header is not header:
                households.end()
                header = line.header
            if line.sort is Sort.PERSON:
                entries.append(ReadPerson(line, persons.read(line, households, offers, today)))
                sums.add(chosen_tier.any_amount(line.cell("tier")))
            else:
                others.append(line)
                _read_other(line, households, sums)
        done += len(table.sheet.rows)
    return entries, others


def _read_other(line: Line, households: Households, sums: Totals) -> None:
    """Read a line that is no person: check a total, begin or end a group, report a doubtful line."""
    if line.sort is Sort.TOTAL:
        sums.check(line, holds=False)
        households.end()
    elif line.heading():
        households.heading(line.heading())
    else:
        line.report_aside()
