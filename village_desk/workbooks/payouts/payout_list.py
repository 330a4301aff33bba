"""Reads the township's monthly list of payees: who is paid how much, and what in the list does not add up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from sync.agreement.values import value
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.progress import Progress, silent
from village_desk.workbooks.columns import (
    amounts,
    fields,
    headers,
    headings,
    lines,
    states,
    unknown,
    unread_sheets,
    unshown,
    written_dates,
)
from village_desk.workbooks.columns.headings import Headings
from village_desk.workbooks.columns.lines import Line, Sort
from village_desk.workbooks.columns.problem import Problem
from village_desk.workbooks.columns.vocabulary import PAYOUT, PAYOUT_NEEDS
from village_desk.workbooks.formats import cells, opening
from village_desk.workbooks.payouts import payout_month, payout_sums
from village_desk.workbooks.payouts.payout_sums import PayoutRow, SumLine

__all__ = ["PayoutReading", "PayoutRow", "read"]


@value
class PayoutReading:
    """A payout list as read: ``rows`` that can be trusted, and their sum in fen. ``file``: SHA-256 of the bytes.

    Lines with a holding problem are not in ``rows``. ``headings``: the field of each column, a set for each sheet;
    where a column is asked about, the parts of the lines are not known yet. A problem on a total's row
    (``total_differs``, ``count_differs``) means that the list as a whole differs from the township's sum.
    """

    file: str
    month: Month
    rows: tuple[PayoutRow, ...]
    problems: tuple[Problem, ...]
    total_fen: int
    held: int = 0
    headings: tuple[Headings, ...] = ()


def read(
    path: Path, today: date, progress: Progress = silent, assigned: headers.Assigned | None = None
) -> PayoutReading:
    """The payout list at ``path``, every visible sheet with a header; ``assigned``: columns assigned by a person.

    Refused: as ``roster.read``, and ``no_month``, ``two_months``. Trouble when the file cannot be read.
    """
    return of_book(opening.open_book(path), today, progress, assigned)


def of_book(
    book: opening.Book,
    today: date,
    progress: Progress = silent,
    assigned: headers.Assigned | None = None,
    month: Month | None = None,
) -> PayoutReading:
    """The payout list in an open workbook. ``month``: given by somebody; then the list may lack one.

    Refused as ``read``, and ``other_month`` when the list is of another one.
    """
    tables = headers.tables(book, PAYOUT, PAYOUT_NEEDS, assigned)
    found = payout_month.of(tables) if month is None else payout_month.agreed(tables, month)
    entries, unclear = _entries(tables, today, progress)
    payout_sums.remark_on_double_payees(entries)
    payout_sums.check_totals(entries)
    people = [entry for entry in entries if entry.row is not None]
    rows = _numbered([entry.row for entry in people if entry.row and not entry.line.held])
    shown = tuple(headings.of(table, columns.asked()) for table, columns in zip(tables, unclear, strict=True))
    unseen = (
        remark
        for table, columns in zip(tables, unclear, strict=True)
        for remark in (*unshown.remarks(table), *unknown.remarks(table, PAYOUT, columns.asked()))
    )
    elsewhere = unread_sheets.remarks(book, tables, PAYOUT, PAYOUT_NEEDS, holds=True)
    doubts = (found.doubt,) if found.doubt else ()
    of_lines = (problem for entry in entries for problem in entry.line.problems)
    problems = (*doubts, *of_lines, *payout_sums.sheets_alike(entries), *unseen, *elsewhere)
    total = sum(row.total_fen for row in rows)
    return PayoutReading(book.file, found.month, rows, problems, total, len(people) - len(rows), shown)


def _entries(
    tables: Sequence[headers.HeadedTable], today: date, progress: Progress
) -> tuple[list[SumLine], list[headings.Unclear]]:
    """Payees, totals and other lines of all sheets; only payees have a row. And the unclear columns of each sheet."""
    entries: list[SumLine] = []
    unclear: list[headings.Unclear] = []
    total, done = sum(len(table.sheet.rows) for table in tables), 0
    for table in tables:
        below = list(lines.under(table))
        unclear.append(headings.Unclear(table, below))
        for line in below:
            progress(done + line.row, total)
            if line.sort is Sort.PERSON:
                entries.append(SumLine(line, _row(line, today, unclear[-1])))
            else:
                line.report_aside()
                entries.append(SumLine(line, None))
        done += len(table.sheet.rows)
    return entries, unclear


def _numbered(rows: Sequence[PayoutRow]) -> tuple[PayoutRow, ...]:
    """The lines under the list's own numbers, or counted where these are missing or begin again on every sheet."""
    own = [row.line for row in rows]
    if all(own) and len(set(own)) == len(own):
        return tuple(rows)
    return tuple(replace(row, line=count) for count, row in enumerate(rows, start=1))


def _row(line: Line, today: date, unclear: headings.Unclear) -> PayoutRow:
    """The payee on a line; values that cannot be trusted are "" or 0, and the line is held then."""
    serial = line.text("serial")
    parts = {name: sum(line.read_all(name, amounts.amount, 0)) for name in ("base", "account_part", "extra", "minus")}
    row = PayoutRow(
        row=line.row,
        line=int(serial) if serial.isdecimal() else 0,
        name=line.read("name", fields.name, ""),
        id_number=line.read("id_number", partial(fields.id_number, today=today), ""),
        base_fen=parts["base"],
        account_fen=parts["account_part"],
        extra_fen=parts["extra"] - abs(parts["minus"]),
        total_fen=payout_sums.one_total(line, abs(parts["minus"])),
        account=line.read("account", fields.account, "", holds=False),
        way=line.read("way", cells.words, "", holds=False),
        sheet=line.sheet,
        drawn_from=line.read("start", written_dates.month, None, holds=False),
    )
    fields.check_name(line, row.name)
    states.check(line)
    states.check_kind(line)
    payout_sums.check_parts(line, row, unclear)
    return row
