"""Which refusals and remarks of the township a later fact has mended. Reads only; stores nothing.

Whether a later fact mends one stands on the card of its kind (``mended_by``), for the township's console too. A later
fact counts once the township has it; until then the mending is on the way. A wrong time (``clock_suspect``) cannot be
mended: it stands until the township has a later fact of a right time.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from sync.agreement import verdicts
from sync.agreement.card import Happened, TownshipFinding
from village_desk.domain.receipts import TownshipState
from village_desk.store import history
from village_desk.store.connection.engine import Database
from village_desk.store.history import Happening

_TIME = "clock_suspect"
_HAS = (TownshipState.ACCEPTED, TownshipState.ALREADY_HAD)
_ON_THE_WAY = (TownshipState.WAITING, TownshipState.KEPT)


class Mending(Enum):
    """How far a line that came back is mended."""

    OPEN = "open"
    ON_THE_WAY = "on_the_way"
    MENDED = "mended"


def standing(db: Database, judged: Sequence[Happening]) -> list[tuple[Happening, Mending]]:
    """The facts among these that are not mended yet, with the state of each."""
    right = history.last_right_time(db) if any(each.code == _TIME for each in judged) else (0, 0)
    states = [(each, _of_time(each, right) if each.code == _TIME else _of_fact(db, each)) for each in judged]
    return [(each, state) for each, state in states if state is not Mending.MENDED]


def _of_time(judged: Happening, right: tuple[int, int]) -> Mending:
    return Mending.MENDED if judged.place < right else Mending.OPEN


def _of_fact(db: Database, judged: Happening) -> Mending:
    return _state(judged, history.changes_of(db, judged.about, judged.fact.KIND))


def _state(judged: Happening, lived: Sequence[Happening]) -> Mending:
    if verdicts.needs_nothing(judged.code):
        return Mending.MENDED
    happened = [Happened(each.id, each.fact) for each in lived]
    mending = [each for each in lived if each.id != judged.id and _answers(judged, each, happened)]
    if any(each.township in _HAS for each in mending):
        return Mending.MENDED
    return Mending.ON_THE_WAY if any(each.township in _ON_THE_WAY for each in mending) else Mending.OPEN


def _answers(judged: Happening, other: Happening, lived: Sequence[Happened]) -> bool:
    found = TownshipFinding(judged.id, judged.code, judged.field)
    return verdicts.mends(found, judged.fact, Happened(other.id, other.fact), other.place >= judged.place, lived)
