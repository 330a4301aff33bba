"""Refused lines that still wait to be mended by a later fact of their desk. Selects only; the rules are here too.

A registration is mended when the person is in good standing, a correction by a later one of the same field, money by
the void of its receipt or by money of the same year taken anew, anything else by a later fact of its kind.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select, true

from sync.agreement.facts import ContributionCollected, PersonCorrected, PersonRegistered, ReceiptVoided
from sync.township.console.reading import names
from sync.township.store.tables import REFUSED, batches, facts, people

NOTHING_TO_MEND = frozenset({"person_registered_twice", "receipt_void_already"})


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as it lies in the books. ``place`` orders the facts of a desk: when its batch came, and seq."""

    id: str
    desk: str
    batch: str
    place: tuple[str, int]
    at: str
    by: str
    kind: str
    about: str
    body: Mapping[str, Any]
    code: str
    field: str


def by_desk(db: Connection, village: str = "") -> dict[str, list[Line]]:
    """The lines that wait, oldest first, of every desk or of one village's."""
    doubted = set(map(tuple, db.execute(select(people.c.desk, people.c.person).where(people.c.doubt != ""))))
    later: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for each in _accepted_about_the_same(db, village):
        later[each.desk, each.about].append(each)
    found: dict[str, list[Line]] = defaultdict(list)
    for each in map(line, db.execute(_facts(village).where(REFUSED))):
        if not is_mended(each, (each.desk, each.about) in doubted, later[each.desk, each.about]):
            found[each.desk].append(each)
    return found


def line(row: Row[Any]) -> Line:
    """A row of facts with the ``received_at`` of its batch."""
    return Line(
        id=row.id,
        desk=row.desk,
        batch=row.batch,
        place=(row.received_at, row.seq),
        at=row.at,
        by=row.by,
        kind=row.kind,
        about=row.about,
        body=json.loads(row.body),
        code=row.code,
        field=row.field,
    )


def is_mended(refused: Line, doubted: bool, accepted: Iterable[Line]) -> bool:
    """Whether nothing is left to do about a refused line, given what was ``accepted`` about the same subject."""
    if refused.code in NOTHING_TO_MEND:
        return True
    if refused.kind == PersonRegistered.KIND:
        return not doubted
    return any(_mends(each, refused) for each in accepted if each.place > refused.place)


def _mends(later: Line, refused: Line) -> bool:
    if refused.kind == PersonCorrected.KIND and later.kind == refused.kind:
        return not refused.field or refused.field in later.body.get("changes", {})
    if refused.kind == ContributionCollected.KIND:
        same = "receipt" if later.kind == ReceiptVoided.KIND else "year"
        return later.kind in (ReceiptVoided.KIND, refused.kind) and later.body.get(same) == refused.body.get(same)
    return later.kind == refused.kind


def _accepted_about_the_same(db: Connection, village: str) -> Iterator[Line]:
    refused = select(facts.c.desk, facts.c.about).where(REFUSED).distinct().subquery()
    same = (facts.c.desk == refused.c.desk) & (facts.c.about == refused.c.about)
    accepted = _facts(village).join(refused, same).where(facts.c.verdict == "accepted")
    return map(line, db.execute(accepted))


def _facts(village: str) -> Select[*tuple[Any, ...]]:
    everything = select(facts, batches.c.received_at).join(batches, batches.c.id == facts.c.batch)
    inside = facts.c.desk.in_(names.desks_of(village)) if village else true()
    return everything.where(inside).order_by(batches.c.received_at, facts.c.seq)
