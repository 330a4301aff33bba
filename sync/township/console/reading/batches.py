"""Batches with their answers: lists of them, and one with every line and its verdict. Selects only.

The lines are read from the batch itself, so that unreadable and repeated ones are shown too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, func, select

from sync.agreement import facts as vocabulary
from sync.agreement.facts import BatchAnswered
from sync.agreement.values import value
from sync.township.console.reading import names
from sync.township.store import tables
from sync.wire import batch as packages
from sync.wire.lines import Line
from sync.wire.manifest import Manifest

_columns = (
    tables.batches.c.id,
    tables.batches.c.desk,
    tables.batches.c.epoch,
    tables.batches.c.number,
    tables.batches.c.facts,
    tables.batches.c.answer,
    tables.batches.c.received_at,
)


@value
class Batch:
    """A batch in a list. ``answer`` is None if the batch waits for an earlier one."""

    id: str
    desk: str
    epoch: str
    number: int
    facts: int
    received_at: str
    answer: BatchAnswered | None


@value
class JudgedLine:
    """A line with its verdict (``accepted | already_had | refused | kept | held``), and its code and field, if any.

    A line that was kept when the batch was answered, and is judged since, has the verdict of now.
    """

    line: Line
    verdict: str
    code: str = ""
    field: str = ""

    @property
    def speaks(self) -> bool:
        """Whether the line is worth showing: it has a finding, or the township already had it."""
        return bool(self.code) or self.verdict == "already_had"


@value
class Opened:
    """A batch with its signed manifest and all its lines."""

    batch: Batch
    manifest: Manifest
    lines: tuple[JudgedLine, ...]


def latest(db: Connection, village: str, skip: int = 0, most: int = 50) -> tuple[list[Batch], int]:
    """The batches of a village's desks, the latest first, and how many there are."""
    inside = tables.batches.c.desk.in_(names.desks_of(village))
    total: int = db.execute(select(func.count()).select_from(tables.batches).where(inside)).scalar_one()
    order = (tables.batches.c.received_at.desc(), tables.batches.c.number.desc())
    rows = db.execute(select(*_columns).where(inside).order_by(*order).offset(skip).limit(most))
    return [_batch(row) for row in rows], total


def opened(db: Connection, batch_id: str) -> Opened | None:
    """The batch with this id; None when it is not here."""
    row = db.execute(select(tables.batches).where(tables.batches.c.id == batch_id)).first()
    if row is None:
        return None
    sealed, lines = packages.read(row.bytes)
    batch = _batch(row)
    return Opened(batch, sealed.manifest, tuple(_of_now(db, batch, _judge(lines, batch.answer))))


def _judge(lines: Sequence[Line], answer: BatchAnswered | None) -> list[JudgedLine]:
    if answer is None:
        return [JudgedLine(line, "held") for line in lines]
    findings = {each.seq: each for each in (*answer.not_accepted, *answer.remarks)}
    return [
        JudgedLine(line, findings[line.seq].verdict, findings[line.seq].code, findings[line.seq].field)
        if line.seq in findings
        else JudgedLine(line, "accepted")
        for line in lines
    ]


def _of_now(db: Connection, batch: Batch, judged: Sequence[JudgedLine]) -> Iterator[JudgedLine]:
    """The lines with the later verdict on those that were kept."""
    rows = tables.facts.c
    query = select(rows.seq, rows.verdict, rows.code, rows.field).where(rows.batch == batch.id)
    kept = any(each.verdict == "kept" for each in judged)
    later = {row.seq: JudgedLine(judged[0].line, *row[1:]) for row in (db.execute(query) if kept else ())}
    for each in judged:
        now = later.get(each.line.seq) if each.verdict == "kept" else None
        yield replace(now, line=each.line) if now else each


def _batch(row: Row[*tuple[Any, ...]]) -> Batch:
    answer = _answer(row.answer) if row.answer is not None else None
    return Batch(row.id, row.desk, row.epoch, row.number, row.facts, row.received_at, answer)


def _answer(signed: bytes) -> BatchAnswered:
    """The answer that this township once signed; it is in its own books, so the signature is not checked again."""
    message = json.loads(signed)["message"]
    return vocabulary.read_as(BatchAnswered, message["batch"], message)
