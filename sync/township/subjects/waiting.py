"""The township's table of facts that came before the thing they refer to. SQL only, no rules."""

from __future__ import annotations

import json

from sqlalchemy import Connection, delete, select

from sync.agreement import facts
from sync.agreement.books import Books
from sync.agreement.desks import village_of
from sync.agreement.early import Waiting
from sync.township.store import bulk, tables
from sync.township.store.tables import early, orders
from sync.township.subjects.touched import Touched


def load(db: Connection, books: Books, touched: Touched) -> None:
    """The facts that wait for something in these lines, or are about their people, in the order in which they came."""
    rows = tables.facts.c
    here = early.c.village == village_of(books.desk)
    spoken_of = touched.own.union(*touched.ids.values())
    names = db.execute(select(early.c.awaits, rows.about).join(tables.facts).where(here))
    if spoken_of.isdisjoint(each for row in names for each in row):
        return
    columns = (rows.desk, rows.id, rows.at, rows.kind, rows.about, rows.body)
    query = select(early.c.awaits, *columns).join(tables.facts).where(here)
    for row in db.execute(query.join(orders, orders.c.what == rows.batch).order_by(orders.c.number, rows.seq)):
        if row.awaits in spoken_of or row.about in spoken_of:
            fact = facts.read(row.kind, row.about, json.loads(row.body))
            books.early.know(row.awaits, (row.desk, row.id), Waiting(fact, facts.card_of(fact), row.at))
            touched.add(fact)


def save(db: Connection, books: Books) -> None:
    """Write the facts that wait now, and delete those that wait no more."""
    settled: dict[str, list[str]] = {}
    for desk, fact in sorted(books.early.settled):
        settled.setdefault(desk, []).append(fact)
    for desk, found in settled.items():
        db.execute(delete(early).where(early.c.desk == desk, bulk.among(db, early.c.fact, found)))
    village = village_of(books.desk)
    waits = [
        {"desk": desk, "fact": fact, "village": village, "awaits": what}
        for (desk, fact), what in books.early.new.items()
    ]
    bulk.insert_new(db, early, waits)
