"""One conversation with the township: every open batch in order. Writes nothing: the caller keeps the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.agreement.protocol import Answered, Held
from sync.line.client import Progress, Township, unwatched
from sync.wire.batch import SealedBatch


def converse(
    township: Township, batches: Sequence[SealedBatch], progress: Progress = unwatched
) -> Iterator[Answered | Held]:
    """Send the batches and yield each reply; store a reply before asking for the next.

    Ends after a Held, since the batches behind would be held too. Raises the errors of ``Township.hello`` and ``send``;
    the replies yielded before stay valid. ``progress`` counts the bytes of all the batches.
    """
    total = sum(len(each.bytes) for each in batches)
    done = 0
    for batch in batches:
        reply = township.send(batch, _part(progress, done, total))
        done += len(batch.bytes)
        progress(done, total)
        yield reply
        if isinstance(reply, Held):
            return


def _part(progress: Progress, before: int, total: int) -> Progress:
    return lambda done, _: progress(before + done, total)
