"""Judges the facts that were kept because the township's program did not know their kind, once it knows them.

Called when the books are opened for work. The due facts are read off the books: kept facts of a kind that is known
now. So if a process is killed meanwhile, or comes second, it finds exactly the rest. SQL and messages only; the rules
are on the cards.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select, update

from sync.agreement import facts, protocol, verdicts
from sync.agreement.books import Books
from sync.agreement.facts.people import People
from sync.agreement.journal import Entry
from sync.agreement.sent import LaterVerdict, VerdictsTold
from sync.township import subjects
from sync.township.down import down_chain, other_desks
from sync.township.intake.applying import ACCEPTED, Judged
from sync.township.store import bulk, engines, tables, timelines
from sync.township.store.database import Clock, Store
from sync.township.store.tables import orders
from sync.wire.keys import DeskKey
from sync.wire.lines import Line

_LINES_MOST = 1000
"""The most lines of one message: with their words they are far below a desk's limit."""


def judge_kept(store: Store, key: DeskKey, clock: Clock) -> int:
    """Judge the kept facts of kinds that are known now, and send the verdicts to the desks; returns their number.

    All of it is one transaction under the lock for judging: several programs may start at once.
    """
    with store.reading() as db:
        if not _known_now(db):
            return 0
    with store.writing() as db:
        engines.alone(db)
        rows = _kept(db, _known_now(db))
        for _batch, several in groupby(rows, key=lambda row: row.batch):
            _judge(db, key, list(several), clock())
    return len(rows)


def _known_now(db: Connection) -> list[str]:
    """The kinds of facts that were kept and could be judged."""
    kinds = db.execute(select(tables.facts.c.kind).where(tables.KEPT).distinct()).scalars()
    return sorted(set(kinds) & facts.KINDS.keys())


def _kept(db: Connection, kinds: Sequence[str]) -> Sequence[Row[Any]]:
    """The facts in the order of their villages, each batch together."""
    rows = tables.facts.c
    query = (
        select(tables.facts, tables.batches.c.received_at, orders.c.number)
        .join(tables.batches, tables.batches.c.id == rows.batch)
        .join(orders, orders.c.what == rows.batch)
        .where(tables.KEPT, rows.kind.in_(kinds))
    )
    return db.execute(query.order_by(orders.c.number, rows.batch, rows.seq)).all()


def _judge(db: Connection, key: DeskKey, rows: Sequence[Row[Any]], now: datetime) -> None:
    """Judge the kept facts of one batch, by the day on which the batch came."""
    desk, batch, order = rows[0].desk, rows[0].batch, rows[0].number
    day = datetime.fromisoformat(rows[0].received_at).date()
    lines = [_line(row) for row in rows]
    books = subjects.load(db, desk, lines)
    judged = [_judged(line, books, day) for line in lines]
    _write(db, desk, judged)
    other_desks.note_passed_on(db, desk, (row.kind for row in rows))  # no older program accepted any
    subjects.save(db, books)
    other_desks.pass_on_kept(
        db, key, (desk, batch), order, [each.line.seq for each in judged], books.part(People).healed, now
    )
    timeline = timelines.current(db)
    for start in range(0, len(judged), _LINES_MOST):
        portion = judged[start : start + _LINES_MOST]
        sent = f"{timeline}-{batch[:24]}-{portion[0].line.seq}"
        down_chain.append_new(db, key, desk, VerdictsTold(sent, batch, tuple(map(_later_verdict, portion))), now)


def _judged(line: Line, books: Books, day: date) -> Judged:
    finding = verdicts.judge(line.entry, books, day)
    if finding is None:
        return Judged(line, "", False, ACCEPTED)
    return Judged(line, "", False, finding.verdict, finding.code, finding.field)


def _line(row: Row[Any]) -> Line:
    body = json.loads(row.body)
    entry = Entry(row.epoch, row.seq, row.id, row.at, row.by, row.kind, row.about, body, "")
    return Line(row.seq, b"", entry, "", row.body, protocol.cash_of(row.kind, body))


def _write(db: Connection, desk: str, judged: Iterable[Judged]) -> None:
    """The verdict stands in the place of the one that was put off."""
    rows = tables.facts.c
    for each in judged:
        verdict = {"verdict": each.verdict, "code": each.code, "field": bulk.keepable(each.field)}
        db.execute(update(tables.facts).where(rows.desk == desk, rows.id == each.refusal().fact).values(verdict))


def _later_verdict(judged: Judged) -> LaterVerdict:
    refusal = judged.refusal()
    return LaterVerdict(refusal.fact, refusal.verdict, refusal.code, refusal.field, refusal.reason, refusal.cure)
