"""The township's table of facts: each id of a desk once, with its verdict. SQL only, no rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Row

from sync.township.store import bulk, tables
from sync.township.store.bulk import keepable
from sync.wire.lines import Line


def known_facts(db: Connection, desk: str, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """The facts of this desk with one of these ids that are in the books already."""
    return {
        row.id: row for row in bulk.where(db, tables.facts, tables.facts.c.id, set(ids), tables.facts.c.desk == desk)
    }


def insert_facts(db: Connection, rows: Sequence[dict[str, Any]]) -> int:
    """Insert facts, each id of a desk once; returns how many were new."""
    return bulk.insert_new(db, tables.facts, rows)


class Verdict(Protocol):
    """The verdict on a line."""

    @property
    def verdict(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def field(self) -> str: ...


def fact_row(line: Line, desk: str, batch: str, verdict: Verdict, digest: str) -> dict[str, Any]:
    """The row of a readable line with its verdict."""
    entry = line.entry
    if entry is None:
        raise ValueError("an unreadable line is no fact")
    return {
        "id": entry.id,
        "desk": desk,
        "epoch": entry.epoch,
        "seq": entry.seq,
        "batch": batch,
        "at": entry.at,
        "by": keepable(entry.by),
        "kind": entry.kind,
        "about": entry.about,
        "body": line.body,
        "digest": digest,
        "verdict": verdict.verdict,
        "code": verdict.code,
        "field": keepable(verdict.field),
    }
