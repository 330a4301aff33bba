"""Reports the facts of a transaction to whoever watches, after the commit and never before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from sync.agreement import facts


@dataclass(slots=True)
class Seen:
    """The facts committed while somebody watched: this desk's own, and the number of the township's messages."""

    facts: list[facts.Fact] = field(default_factory=list)
    received: int = 0


_looking: ContextVar[Seen | None] = ContextVar("looking", default=None)


@contextmanager
def watched() -> Iterator[Seen]:
    """Watch until the block ends; a block inside another one shares its result."""
    outer = _looking.get()
    if outer is not None:
        yield outer
        return
    seen = Seen()
    token = _looking.set(seen)
    try:
        yield seen
    finally:
        _looking.reset(token)


def note(recorded: Iterable[facts.Fact], received: int) -> None:
    """Report that a transaction was committed, with these facts and so many messages of the township."""
    seen = _looking.get()
    if seen is not None:
        seen.facts += recorded
        seen.received += received
