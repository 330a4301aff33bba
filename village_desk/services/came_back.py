"""What came back from the township and is not mended yet: lines that it refused or remarked on. Reads only."""

from __future__ import annotations

from collections.abc import Sequence

from village_desk.services import telling
from village_desk.services.road import RefusedLine
from village_desk.store import history, mending, people, receipts
from village_desk.store.engine import Database
from village_desk.store.history import Happening
from village_desk.store.mending import Mending


def refused(db: Database) -> tuple[RefusedLine, ...]:
    """The refused lines, the latest first."""
    return _lines(db, history.refused(db))


def remarked(db: Database) -> tuple[RefusedLine, ...]:
    """The lines that were accepted and should be looked at, the latest first.

    Without those about a year that both PCs of the village took: these have a card of their own.
    """
    twice = {each.number for group in receipts.taken_twice(db) for each in group}
    told = history.remarked(db)
    return _lines(db, [each for each in told if not (each.code == "collected_twice" and _receipt(each) in twice)])


def _receipt(happened: Happening) -> str:
    return str(getattr(happened.fact, "receipt", ""))


def _lines(db: Database, told: Sequence[Happening]) -> tuple[RefusedLine, ...]:
    return tuple(_line(db, each, state) for each, state in mending.standing(db, told))


def _line(db: Database, happened: Happening, state: Mending) -> RefusedLine:
    return RefusedLine(
        fact=happened.id,
        person=str(getattr(happened.fact, "person", "")),
        at=happened.at,
        words=telling.whose(people.name(db, happened.about), happened.fact),
        field=happened.field,
        reason=happened.reason,
        cure=happened.cure,
        corrected=state is Mending.ON_THE_WAY,
    )
