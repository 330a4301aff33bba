"""Which refusals and remarks of the township a later fact has mended. Reads only; stores nothing.

Whether a later fact mends one stands on the card of its kind (``mended_by``), for the township's console too. A later
fact counts once the township has it; until then the mending is on the way. A wrong time (``clock_suspect``) cannot be
mended: it stands until the township has a later fact of a right time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from sync.agreement import facts, verdicts
from sync.agreement.card import Happened, TownshipFinding
from village_desk.domain.receipts import TownshipState
from village_desk.store import history
from village_desk.store.connection.engine import Database
from village_desk.store.history import Happening, Unread

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
    lives = _lives(db, [each for each in judged if each.code != _TIME and not verdicts.needs_nothing(each.code)])
    states = [(each, _state(each, right, lives.get((each.about, each.fact.KIND), ()))) for each in judged]
    return [(each, state) for each, state in states if state is not Mending.MENDED]


def _lives(db: Database, judged: Sequence[Happening]) -> dict[tuple[str, str], Sequence[Unread]]:
    """What may mend these, by whom a fact is about and its kind: of each kind only the kinds that its card names."""
    found: dict[tuple[str, str], Sequence[Unread]] = {}
    for kind in sorted({each.fact.KIND for each in judged}):
        about = {each.about for each in judged if kind == each.fact.KIND}
        asked = [kind, *(each.KIND for each in facts.CARDS[kind].menders)]
        found |= {(whose, kind): lived for whose, lived in history.of_kinds(db, about, asked).items()}
    return found


def _state(judged: Happening, right: tuple[int, int], lived: Sequence[Unread]) -> Mending:
    """``right``: the place of the newest fact of a right time."""
    if judged.code == _TIME:
        return Mending.MENDED if judged.place < right else Mending.OPEN
    if verdicts.needs_nothing(judged.code):
        return Mending.MENDED
    on_the_way = False
    for each in _answers(judged, lived):
        if each.township in _HAS:
            return Mending.MENDED
        on_the_way |= each.township in _ON_THE_WAY
    return Mending.ON_THE_WAY if on_the_way else Mending.OPEN


def _answers(judged: Happening, lived: Sequence[Unread]) -> Iterator[Happening]:
    """What resolves the finding, the earliest first; no more is read than is asked for."""
    found, everything = TownshipFinding(judged.id, judged.code, judged.field), _Lived(lived)
    for each in lived:
        is_later = each.place >= judged.place
        if each.id == judged.id or not verdicts.may_mend(found, is_later):
            continue
        other = Happened(each.id, each.happening.fact)
        if verdicts.mends(found, judged.fact, other, is_later, everything):
            yield each.happening


class _Lived(Iterable[Happened]):
    """What happened, read as far as it is asked for."""

    def __init__(self, lived: Sequence[Unread]) -> None:
        self._lived = lived

    def __iter__(self) -> Iterator[Happened]:
        return (Happened(each.id, each.happening.fact) for each in self._lived)
