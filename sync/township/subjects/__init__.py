"""The township's tables by subject: load and save the part of the books that a batch touches.

A new subject has its module here and stands in ``SUBJECTS``. The tables stand in ``store/tables.py``. A new table needs
no step there: one that is missing in older books is made when they are opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from sync.agreement.books import Books
from sync.township.store import desks_of_villages
from sync.township.subjects import attachments, cash, contributions, forms, leaving, people, touched, waiting
from sync.township.subjects.sums import Sum
from sync.township.subjects.touched import Touched
from sync.wire.lines import Line


class SubjectTables(NamedTuple):
    """``load`` reads the rows that the lines touch, and adds to the lines' references; ``save`` writes them back.

    ``sums`` counts the subject's rows of the chosen desks (of all for None), for ``status`` and exports.
    """

    load: Callable[[Connection, Books, Touched], None]
    save: Callable[[Connection, Books], None]
    sums: Callable[[Connection, Sequence[str] | None], tuple[Sum, ...]]


SUBJECTS = (
    SubjectTables(people.load, people.save, people.sums),
    SubjectTables(contributions.load, contributions.save, contributions.sums),
    SubjectTables(attachments.load, attachments.save, attachments.sums),
    SubjectTables(forms.load, forms.save, forms.sums),
    SubjectTables(leaving.load, leaving.save, leaving.sums),
    SubjectTables(cash.load, cash.save, cash.sums),
)
"""People come first: they say who else is touched, and load what waits."""


def load(db: Connection, desk: str, lines: Sequence[Line]) -> Books:
    """The part of the books that these lines touch."""
    books, found = Books(desk), touched.by_lines(desks_of_villages.known_desks(db, desk), lines)
    for subject in SUBJECTS:
        subject.load(db, books, found)
    return books


def save(db: Connection, books: Books) -> None:
    """Write the changed rows, and the facts that wait."""
    for subject in SUBJECTS:
        subject.save(db, books)
    waiting.save(db, books)


def sums(db: Connection, chosen: Sequence[str] | None) -> tuple[Sum, ...]:
    """The figures of all subjects."""
    return tuple(each for subject in SUBJECTS for each in subject.sums(db, chosen))
