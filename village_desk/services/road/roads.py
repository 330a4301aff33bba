"""The road between a desk and its township, whatever carries it: ``line.py`` and ``stick.py`` are its two carriers.

A carrier verifies what comes and keeps nothing of it. Whoever asks keeps each answer before asking for the next.
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

    Every method raises the carrier's trouble (NoLine, StickTrouble); NotTheTownship for what our township did not sign.
    """

    @property
    def is_now(self) -> bool:
        """Whether the township listens while we ask. A stick tells what was true on the day when it was written."""

    @property
    def known(self) -> KnownTownship:
        """Who answered, to be remembered after the hello."""

    def hello(self) -> Hello | None:
        """The township's word of who it is and what it has of this desk; None where no stick of now brought one."""

    def answers(self, batches: Sequence[SealedBatch], progress: Progress) -> Iterator[tuple[SealedBatch, Reply]]:
        """What the township says on these batches, as it comes; the line carries them up for that."""

    def messages(self, key: DeskKey, after: MessagePlace) -> Iterator[Read]:
        """What comes down. Number 1 follows ``after`` when the township does not know that place any more.

        The line brings exactly what follows; a stick all that lies on it, by number.
        """

    def follow(self, known: KnownTownship) -> None:
        """The desk learnt another key of the township from a message: it counts from here on."""

    def content_word(
        self, key: DeskKey, sha256: str, content: Callable[[], bytes | None], progress: Progress
    ) -> bytes | None:
        """The township's signed word that it has this content of an attachment; the line carries it up for that."""

    def past(self, key: DeskKey) -> Listed | None:
        """All batches of this desk that the township has answered; None where a stick brought no list."""

    def fetch(self, key: DeskKey, batch_id: str) -> SealedBatch:
        """One of them, as it was sealed."""

    def answer(self, batch: SealedBatch) -> Reply:
        """What the township said on it; nothing is carried up."""
