"""The township's table of contributions. SQL only, no rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, case, func, select

from sync.agreement.books import Books
from sync.agreement.desks import village_of
from sync.agreement.facts.contributions import BookedReceipt, Contributions, ReceiptVoided
from sync.agreement.facts.people import People
from sync.township.store import bulk
from sync.township.store.tables import IS_RECEIPT, contributions, facts
from sync.township.subjects import people
from sync.township.subjects.sums import Sum, of_desks
from sync.township.subjects.touched import Touched

_COLUMNS = tuple(BookedReceipt.__dataclass_fields__)
_values = attrgetter(*_COLUMNS)


def load(db: Connection, books: Books, touched: Touched) -> None:
    """The receipts in these lines, and the counted money of their people and of others with the same number."""
    part, here = books.part(Contributions), contributions.c.desk.in_(touched.village)
    named = touched.ids["ReceiptNo"] | touched.ids["BookingId"]
    for row in bulk.where(db, contributions, contributions.c.receipt, named, here):
        part.count(read(row))
    counted = here & (contributions.c.state == "counted")
    for row in bulk.where(db, contributions, contributions.c.person, touched.people, counted):
        part.count(read(row))
    if named:
        part.reds.update(reds(db, touched.village))
    _load_elsewhere(db, books)


def reds(db: Connection, desks: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The numbers of the red entries of these desks, each with the receipt that it takes back; also of early voids.

    They stand in the facts: an older program took those in and did not look at the number.
    """
    voids = (facts.c.kind == ReceiptVoided.KIND) & facts.c.desk.in_(desks) & (facts.c.verdict != "refused")
    for body in db.execute(select(facts.c.body).where(voids)).scalars():
        void = json.loads(body)
        if red := str(void.get("red", "")):
            yield red, str(void["receipt"])


def read(row: Row[Any]) -> BookedReceipt:
    """The contribution of a row."""
    return BookedReceipt(**{name: getattr(row, name) for name in BookedReceipt.__dataclass_fields__})


def _load_elsewhere(db: Connection, books: Books) -> None:
    """Payments in other villages under the same identity numbers."""
    rows, mine = contributions.c, village_of(books.desk)
    bearers = ((number, *who) for number, several in books.part(People).bearers.items() for who in several)
    others = {(desk, person): number for number, desk, person in bearers if village_of(desk) != mine}
    ids, desks = {person for _desk, person in others}, {desk for desk, _person in others}
    # the desks let the index be used: without them every payment of the county would be read
    paid = (rows.state == "counted") & rows.desk.in_(sorted(desks))
    for row in bulk.where(db, contributions, rows.person, ids, paid):
        number = others.get((row.desk, row.person))
        if number is not None:
            books.part(Contributions).elsewhere.add((number, row.year))


def save(db: Connection, books: Books) -> None:
    """Write the contributions that changed."""
    part = books.part(Contributions)
    people.move(db, books, contributions)
    changed = [dict(zip(_COLUMNS, _values(part.known[receipt]), strict=True)) for receipt in sorted(part.changed)]
    bulk.upsert(db, contributions, changed)


def sums(db: Connection, chosen: Sequence[str] | None) -> tuple[Sum, ...]:
    """The receipts that count, and the void ones; their money by year is ``reports/status.py``'s.

    A year that others pay whole stands under the id of its fact, and is no receipt.
    """
    state, mine = contributions.c.state, IS_RECEIPT & of_desks(contributions.c.desk, chosen)
    counted = {name: func.coalesce(func.sum(case((state == name, 1), else_=0)), 0) for name in ("counted", "void")}
    receipts, void = db.execute(select(counted["counted"], counted["void"]).where(mine)).one()
    return Sum("receipts", "凭条", int(receipts), "张"), Sum("void_receipts", "作废凭条", int(void), "张")
