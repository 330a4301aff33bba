"""When a fact that the township refused, or remarked on, is mended by a later one. Reads only; nothing is kept of it.

The rule, for a fact F about a person with the field that the township named:
- F registers or corrects: a later correction of that field mends it, of the desk or from above; where the field is none
  of the person's, a later correction that changes all that F changed.
- F takes money: a later void of its receipt; if it was collected twice, the void of any receipt of that year.
- F takes money of a person in doubt: any later correction of the person.
- F notes something of a life: striking that note. F adds an attachment: removing it.
- In any case: the very same fact again.
A later fact counts once the township has it; before, F is on the way. Three codes need nothing done and are never open.
F that came before what it speaks of (``person_awaited`` and its like) is mended once the township has that too.
A wrong time (``clock_suspect``) cannot be mended: it stands until the township has a later fact of a right time.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from sync.agreement.facts import (
    AttachmentAdded,
    AttachmentRemoved,
    ContributionCollected,
    Fact,
    NoteStruck,
    PersonCorrected,
    PersonRegistered,
    ReceiptVoided,
)
from sync.agreement.sent import CorrectedAbove
from village_desk.domain.people import FIELDS
from village_desk.domain.receipts import TownshipState
from village_desk.store import history
from village_desk.store.file.engine import Database
from village_desk.store.history import Happening

_TIME = "clock_suspect"
_NOTHING_TO_DO = ("person_registered_twice", "receipt_void_already", "attachment_unknown")
_AWAITED = {
    "person_awaited": PersonRegistered,
    "receipt_awaited": ContributionCollected,
    "attachment_awaited": AttachmentAdded,
}
_HAS = (TownshipState.ACCEPTED, TownshipState.ALREADY_HAD)
_ON_THE_WAY = (TownshipState.WAITING, TownshipState.KEPT)


class Mending(Enum):
    """How far a line that came back is mended."""

    OPEN = "open"
    ON_THE_WAY = "on_the_way"
    MENDED = "mended"


def standing(db: Database, told: Sequence[Happening]) -> list[tuple[Happening, Mending]]:
    """Those of the facts that are not mended yet, with how far each is."""
    right = history.last_right_time(db) if any(each.code == _TIME for each in told) else (0, 0)
    states = [(each, _of_time(each, right) if each.code == _TIME else _of_fact(db, each)) for each in told]
    return [(each, state) for each, state in states if state is not Mending.MENDED]


def _of_time(told: Happening, right: tuple[int, int]) -> Mending:
    return Mending.MENDED if told.place < right else Mending.OPEN


def _of_fact(db: Database, told: Happening) -> Mending:
    return _state(told, history.changes_of(db, told.about, told.fact.KIND))


def _state(told: Happening, lived: Sequence[Happening]) -> Mending:
    if told.code in _NOTHING_TO_DO:
        return Mending.MENDED
    mending = [each for each in lived if each.id != told.id and _answers(told, each, lived)]
    if any(each.township in _HAS for each in mending):
        return Mending.MENDED
    return Mending.ON_THE_WAY if any(each.township in _ON_THE_WAY for each in mending) else Mending.OPEN


def _answers(told: Happening, other: Happening, lived: Sequence[Happening]) -> bool:
    if told.code in _AWAITED:
        return isinstance(other.fact, _AWAITED[told.code]) and _is_awaited(told.fact, other)
    return other.place >= told.place and _mends(told, other, lived)


def _is_awaited(fact: Fact, other: Happening) -> bool:
    if isinstance(other.fact, ContributionCollected):
        return isinstance(fact, ReceiptVoided) and other.fact.receipt == fact.receipt
    removed = isinstance(fact, AttachmentRemoved) and other.id == fact.attachment
    return removed or isinstance(other.fact, PersonRegistered)


def _mends(told: Happening, later: Happening, lived: Sequence[Happening]) -> bool:
    fact = later.fact
    if isinstance(fact, PersonCorrected | CorrectedAbove):
        return _corrects(told, set(fact.changes))
    if isinstance(fact, ReceiptVoided):
        return fact.receipt in _receipts(told, lived)
    if isinstance(fact, NoteStruck):
        return fact.note == told.id
    if isinstance(fact, AttachmentRemoved):
        return fact.attachment == told.id
    return bool(fact == told.fact)


def _corrects(told: Happening, changed: set[str]) -> bool:
    if told.code == "person_in_doubt":
        return True
    if not isinstance(told.fact, PersonRegistered | PersonCorrected):
        return False
    if told.field in FIELDS:
        return told.field in changed
    return isinstance(told.fact, PersonCorrected) and set(told.fact.changes) <= changed


def _receipts(told: Happening, lived: Sequence[Happening]) -> set[str]:
    """The receipts of which a void mends the fact."""
    if isinstance(told.fact, ReceiptVoided):
        return {told.fact.receipt}
    if not isinstance(told.fact, ContributionCollected):
        return set()
    if told.code != "collected_twice":
        return {told.fact.receipt}
    taken = [each.fact for each in lived if isinstance(each.fact, ContributionCollected)]
    return {fact.receipt for fact in taken if fact.year == told.fact.year}
