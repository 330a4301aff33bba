"""Reads the township's monthly list of payees: who is paid how much, and what in the list does not add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from village_desk.domain.months import Month
from village_desk.domain.progress import Progress, silent
from village_desk.workbooks import amounts, cells, fields, headers, lines, opening, payout_month, payout_sums, unshown
from village_desk.workbooks.lines import Line, Sort
from village_desk.workbooks.payout_sums import Entry, PayoutRow
from village_desk.workbooks.problem import Problem
from village_desk.workbooks.vocabulary import PAYOUT, PAYOUT_NEEDS

__all__ = ["PayoutReading", "PayoutRow", "read"]


@dataclass(frozen=True, slots=True)
class PayoutReading:
    """What a payout list holds: ``rows`` that can be trusted, and their sum in fen. ``file``: SHA-256 of the bytes.

    Lines with a holding problem are not in ``rows``. A problem on a total's row (``total_differs``,
    ``count_differs``) says that the list as a whole is not what the township summed.
    """

    file: str
    month: Month
    rows: tuple[PayoutRow, ...]
    problems: tuple[Problem, ...]
    total_fen: int
    held: int = 0


def read(path: Path, today: date, progress: Progress = silent) -> PayoutReading:
    """The payout list at ``path``, every visible sheet with a header.

    Refused: as ``roster.read``, and ``no_month``, ``two_months``. Trouble when the file cannot be read.
    """
    book = opening.open_book(path)
    tables = headers.tables(book, PAYOUT, PAYOUT_NEEDS)
    found = payout_month.of(tables)
    entries = list(_entries(tables, today, progress))
    payout_sums.hold_double_payees(entries)
    payout_sums.check_totals(entries)
    people = [entry for entry in entries if entry.row is not None]
    rows = tuple(entry.row for entry in people if entry.row and not entry.line.held)
    unseen = (remark for table in tables for remark in unshown.remarks(table))
    doubts = (found.doubt,) if found.doubt else ()
    problems = (*doubts, *(problem for entry in entries for problem in entry.line.problems), *unseen)
    return PayoutReading(
        book.file, found.month, rows, problems, sum(row.total_fen for row in rows), len(people) - len(rows)
    )


def _entries(tables: Sequence[headers.Table], today: date, progress: Progress) -> Iterator[Entry]:
    """The payees, the totals and the other lines of all sheets, in order; only payees have a row."""
    total = sum(len(table.sheet.rows) for table in tables)
    done = count = 0
    for table in tables:
        for line in lines.under(table):
            progress(done + line.row, total)
            if line.sort is Sort.PERSON:
                count += 1
                yield Entry(line, _row(line, count, today))
            else:
                line.tell_aside()
                yield Entry(line, None)
        done += len(table.sheet.rows)


def _row(line: Line, count: int, today: date) -> PayoutRow:
    """The payee on a line; what cannot be trusted is "" or 0, and the line is held then."""
    serial = line.text("serial")
    parts = {name: sum(line.read_all(name, amounts.amount, 0)) for name in ("base", "account_part", "extra", "minus")}
    row = PayoutRow(
        row=line.row,
        line=int(serial) if serial.isdecimal() else count,
        name=line.read("name", fields.name, ""),
        id_number=line.read("id_number", partial(fields.id_number, today=today), ""),
        base_fen=parts["base"],
        account_fen=parts["account_part"],
        extra_fen=parts["extra"] - abs(parts["minus"]),
        total_fen=payout_sums.one_total(line),
        account=line.read("account", fields.account, "", holds=False),
        way=line.read("way", cells.words, "", holds=False),
        sheet=line.sheet,
    )
    payout_sums.check_parts(line, row)
    return row
