"""The road between a desk and its township, by either carrier: ``line.py`` and ``stick.py``.

A carrier verifies bytes and stores nothing. The caller stores each answer before asking for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from village_desk.domain.basics.progress import Progress

if TYPE_CHECKING:  # cryptography is loaded when the road is first used
    from sync.agreement.protocol import Answered, Held, Hello, KnownTownship
    from sync.wire.batch import SealedBatch
    from sync.wire.down import MessagePlace, Read
    from sync.wire.keys import DeskKey
    from sync.wire.past import Listed

    Reply = Answered | Held
    Replies = list[tuple[SealedBatch, Reply]]


class Road(Protocol):
    """One conversation with the township.

    Every method raises the carrier's trouble (NoLine, StickTrouble); NotTheTownship for bytes that our township did
    not sign.
    """

    @property
    def is_now(self) -> bool:
        """Whether the township answers at this moment. A stick holds its state on the day when it was written."""

    @property
    def known(self) -> KnownTownship:
        """Who answered, to be remembered after the hello."""

    def hello(self) -> Hello | None:
        """The township's hello, with its state of this desk; None if the stick has no hello of the present timeline."""

    def answers(self, batches: Sequence[SealedBatch], progress: Progress) -> Iterator[tuple[SealedBatch, Reply]]:
        """The replies to these batches, as they come; the line sends the batches for that."""

    def messages(self, key: DeskKey, after: MessagePlace) -> Iterator[Read]:
        """The messages after ``after``. Number 1 follows when the township does not know that place any more.

        The line brings exactly the following ones; a stick all those on it, by number.
        """

    def follow(self, known: KnownTownship) -> None:
        """Use another key of the township from here on; the desk learnt it from a message."""

    def content_word(
        self, key: DeskKey, sha256: str, content: Callable[[], bytes | None], progress: Progress
    ) -> bytes | None:
        """The township's signed confirmation that it has this content; the line sends the content for that."""

    def past(self, key: DeskKey) -> Listed | None:
        """All batches of this desk that the township has answered; None where a stick brought no list."""

    def fetch(self, key: DeskKey, batch_id: str) -> SealedBatch:
        """One of the desk's sealed batches."""

    def answer(self, batch: SealedBatch) -> Reply:
        """The answer to the batch, without sending anything."""
