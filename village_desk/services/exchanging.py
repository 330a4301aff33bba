"""The week goes to the township: seal what is new, send what is open, keep each answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sync import outbox
from village_desk.domain.receipts import TownshipState
from village_desk.services import telling
from village_desk.store import history, roads
from village_desk.store.database import Store


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A fact that the township refused: whom it is about, what it said, why, and what to do. ``field`` may be ""."""

    fact: str
    person: str
    at: datetime
    words: str
    field: str
    reason: str
    cure: str


@dataclass(frozen=True, slots=True)
class Road:
    """The state of the road: how many facts wait and since when, the batches, and what came back refused."""

    waiting: int
    oldest: datetime | None
    batches: tuple[roads.BatchLine, ...]
    refused: tuple[RefusedLine, ...]

    def days(self, now: datetime) -> int:
        """How many whole days the oldest fact has waited."""
        return (now - self.oldest).days if self.oldest else 0


class Exchanging:
    """The road of one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def state(self) -> Road:
        """What waits, what was sent, what came back."""
        with self._store.reading() as db:
            waiting = outbox.waiting(db)
            return Road(
                waiting.facts,
                datetime.fromisoformat(waiting.oldest_at) if waiting.oldest_at else None,
                tuple(roads.batches(db)),
                tuple(_refused(each) for each in history.refused(db)),
            )


def _refused(happened: history.Happening) -> RefusedLine:
    person = str(getattr(happened.fact, "person", ""))
    assert happened.township is TownshipState.REFUSED
    words = telling.words(happened.fact)
    return RefusedLine(happened.id, person, happened.at, words, happened.field, happened.reason, happened.cure)
