"""Refused lines that still wait to be mended by a later fact of their desk. Selects only.

The rule stands on the card of each kind (``mended_by``) and is the one by which the desk itself tells what is open.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, select, true

from sync.agreement import facts, verdicts
from sync.agreement.card import Happened, TownshipFinding
from sync.agreement.fact import Fact
from sync.agreement.facts import ContributionCollected, PersonRegistered, ReceiptVoided
from sync.agreement.values import value
from sync.township.console.reading import names
from sync.township.store.tables import REFUSED, batches, people
from sync.township.store.tables import facts as lines


@value
class BookedFact:
    """A fact in the books. ``place`` orders the facts of a desk: when its batch came, and seq."""

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

    def fact(self) -> Fact | None:
        """The fact; None for a line that does not fit its kind."""
        try:
            return facts.read(self.kind, self.about, self.body)
        except (facts.UnknownKind, facts.Misfit):
            return None


def by_desk(db: Connection, village: str = "") -> dict[str, list[BookedFact]]:
    """The lines that wait, oldest first, of every desk or of one village's."""
    doubted = set(map(tuple, db.execute(select(people.c.desk, people.c.person).where(people.c.doubt != ""))))
    later: dict[tuple[str, str], list[BookedFact]] = defaultdict(list)
    for each in _accepted_about_the_same(db, village):
        later[each.desk, each.about].append(each)
    found: dict[str, list[BookedFact]] = defaultdict(list)
    for each in map(line, db.execute(_facts(village).where(REFUSED))):
        if not is_mended(each, (each.desk, each.about) in doubted, later[each.desk, each.about]):
            found[each.desk].append(each)
    return found


def line(row: Row[Any]) -> BookedFact:
    """A row of facts with the ``received_at`` of its batch."""
    return BookedFact(
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


def is_mended(refused: BookedFact, doubted: bool, accepted: Iterable[BookedFact]) -> bool:
    """Whether nothing is left to do about a refused line, given the ``accepted`` facts about the same subject.

    A registration is mended when the person stands in the books. A line that does not fit its kind: ``_says_again``.
    """
    if verdicts.needs_nothing(refused.code):
        return True
    if refused.kind == PersonRegistered.KIND:
        return not doubted
    fact, later = refused.fact(), [each for each in accepted if each.place > refused.place]
    if fact is None:
        return any(_says_again(each, refused) for each in later)
    finding = TownshipFinding(refused.id, refused.code, refused.field)
    lived = [Happened(each.id, found) for each in later if (found := each.fact()) is not None]
    return any(verdicts.mends(finding, fact, each, True, lived) for each in lived)


_SAME = {
    (ContributionCollected.KIND, ContributionCollected.KIND): "year",
    (ContributionCollected.KIND, ReceiptVoided.KIND): "receipt",
    (ReceiptVoided.KIND, ReceiptVoided.KIND): "receipt",
}
"""Of a line that does not fit its kind and a later one: the field in which both must agree."""


def _says_again(later: BookedFact, refused: BookedFact) -> bool:
    """Whether it takes the place of a line that does not fit its kind. Money has to be the same money: nobody may lose
    sight of a fee of one year because another was paid.
    """
    same = _SAME.get((refused.kind, later.kind))
    if same is None:
        return later.kind == refused.kind
    return bool(later.body.get(same) == refused.body.get(same))


def _accepted_about_the_same(db: Connection, village: str) -> Iterator[BookedFact]:
    refused = select(lines.c.desk, lines.c.about).where(REFUSED).distinct().subquery()
    same = (lines.c.desk == refused.c.desk) & (lines.c.about == refused.c.about)
    accepted = _facts(village).join(refused, same).where(lines.c.verdict == "accepted")
    return map(line, db.execute(accepted))


def _facts(village: str) -> Select[*tuple[Any, ...]]:
    everything = select(lines, batches.c.received_at).join(batches, batches.c.id == lines.c.batch)
    inside = lines.c.desk.in_(names.desks_of(village)) if village else true()
    return everything.where(inside).order_by(batches.c.received_at, lines.c.seq)
