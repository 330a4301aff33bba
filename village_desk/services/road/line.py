"""The road over the line: a carrier of ``roads.Road``, with a greeting besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from sync.agreement.errors import TownshipRefused
from sync.line import exchange
from sync.line.client import Township
from sync.line.contents import AttachmentLine
from sync.wire import down
from village_desk.domain.basics.progress import Progress

if TYPE_CHECKING:
    from sync.wire.batch import SealedBatch
    from sync.wire.keys import DeskKey
    from village_desk.services.road.roads import Reply


class LineRoad(Township):
    """A township on the line. Use as a context manager; one conversation, one thread."""

    is_now = True

    def answers(self, batches: Sequence[SealedBatch], progress: Progress) -> Iterator[tuple[SealedBatch, Reply]]:
        """Send the batches in their order, and yield the reply to each; ends after a batch that is held.

        ``progress`` counts bytes. Raises as ``Township.send``.
        """
        yield from zip(batches, exchange.converse(self, batches, progress), strict=False)

    def messages(self, key: DeskKey, after: down.MessagePlace) -> Iterator[down.Read]:
        """Ask for one message after the other; from the first one again when the township does not know our place."""
        place = after
        while (message := self._following(key, place)) is not None:
            yield message
            place = message.place

    def content_word(
        self, key: DeskKey, sha256: str, content: Callable[[], bytes | None], progress: Progress
    ) -> bytes | None:
        """Send the content and return its confirmation; None when it is not on this PC. As ``AttachmentLine.send``."""
        found = content()
        return AttachmentLine(self, key, self._desk).send(found, progress) if found is not None else None

    def content(self, key: DeskKey, sha256: str, size: int, first: int) -> bytes:
        """The next bytes of a content. Raises as ``AttachmentLine.fetch``."""
        return AttachmentLine(self, key, self._desk).fetch(sha256, size, first)

    def _following(self, key: DeskKey, place: down.MessagePlace) -> down.Read | None:
        try:
            return self.down(key, place)
        except TownshipRefused as refused:
            if refused.code != "down-fork" or place.number == 0:
                raise
        return self.down(key, down.beginning(self._desk))
