"""The state of the road: unsent facts, open lines, the list of batches. Reads only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sync.desk import outbox
from village_desk.services.road import pairing
from village_desk.services.road.received import without_page
from village_desk.services.road.refused import RefusedLines
from village_desk.services.road.results import RoadState, moment_of
from village_desk.store import contacts, from_township, history, roads
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.roads import BatchLine

if TYPE_CHECKING:
    from village_desk.services.fees.choices import Choosing
    from village_desk.services.road.precheck import Predicted


class RoadStanding:
    """The state of one desk's road. ``choosing`` is made when it is asked for: a start needs no policy."""

    def __init__(self, store: Store, choosing: Callable[[], Choosing]) -> None:
        self._store = store
        self._choosing = choosing
        self._refused_lines = RefusedLines()
        self._state: RoadState | None = None
        self._edition = (0, 0)
        self._oldest_at: str | None = None

    def state(self) -> RoadState:
        """Unsent facts and open lines. The state is read once for each change of the file, whoever asks."""
        with self._store.reading() as db:
            edition = self._store.edition()
            if self._state is None or edition != self._edition:
                self._state, self._edition = self._read(db), edition
            oldest = moment_of(self._oldest_at, self._store.clock())
            return replace(self._state, oldest=oldest, digits=pairing.digits_to_compare(self._store))

    def _read(self, db: Database) -> RoadState:
        waiting = outbox.waiting(db)
        self._oldest_at = waiting.oldest_at
        return RoadState(
            waiting.facts,
            None,
            self._refused_lines.refused(db),
            self._refused_lines.remarked(db),
            tuple(map(without_page, from_township.without_page(db))),
            outbox.known_township(db) is not None,
            "",
            next(iter(contacts.last(db)), None),
            contacts.known_time(db),
            history.kept(db),
        )

    def batches(self, most: int | None = None) -> tuple[BatchLine, ...]:
        """The sealed batches, the latest first; ``most``: no more than so many."""
        return tuple(roads.batches(self._store.db) if most is None else roads.batches(self._store.db, most))

    def count_batches(self) -> int:
        """How many batches were sealed."""
        return roads.count(self._store.db)

    def predict(self) -> tuple[Predicted, ...]:
        """The findings that the township, or the rules of fees, have on unsent facts; nothing is sealed or sent."""
        from village_desk.services.road import precheck

        return precheck.predict(self._store, self._choosing())

    def never_paired(self) -> bool:
        """Whether this file never had contact with a township: nothing binds it to one."""
        return outbox.known_township(self._store.db) is None
