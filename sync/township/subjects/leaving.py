"""The township's table of strike-offs: who has left, by the village's application. SQL only, no rules."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from sync.agreement.books import Books
from sync.agreement.facts.leaving import BookedStrikeOff, StrikeOffs
from sync.township.store import bulk
from sync.township.store.tables import HAS_LEFT, people, strike_offs
from sync.township.subjects.sums import Sum, of_desks
from sync.township.subjects.touched import Touched

_COLUMNS = tuple(BookedStrikeOff.__dataclass_fields__)


def load(db: Connection, books: Books, touched: Touched) -> None:
    """The strike-offs in these lines, and those of their people."""
    part, here = books.part(StrikeOffs), strike_offs.c.desk.in_(touched.village)
    for column, ids in ((strike_offs.c.fact, touched.ids["FactId"]), (strike_offs.c.person, touched.people)):
        for row in bulk.where(db, strike_offs, column, ids, here):
            part.known[row.fact][row.struck_by] = BookedStrikeOff(*(getattr(row, name) for name in _COLUMNS))


def save(db: Connection, books: Books) -> None:
    """Write the strike-offs that changed."""
    part = books.part(StrikeOffs)
    changed = [part.known[fact][desk] for desk, fact in sorted(part.changed)]
    bulk.upsert(db, strike_offs, [_row(each) for each in changed])


def sums(db: Connection, chosen: Sequence[str] | None) -> tuple[Sum, ...]:
    """How many people have left."""
    standing = select(func.count()).where(HAS_LEFT, of_desks(people.c.desk, chosen)).select_from(people)
    return (Sum("struck_off", "注销登记", db.execute(standing).scalar_one(), "人"),)


def _row(booked: BookedStrikeOff) -> dict[str, str | bool]:
    row = {name: getattr(booked, name) for name in _COLUMNS}
    return {name: bulk.keepable(each) if isinstance(each, str) else each for name, each in row.items()}
