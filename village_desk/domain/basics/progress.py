"""The progress of long work: work reports it by a call, and the same call is where the work can be stopped."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""``progress(done, total)``: reports, and raises ``Cancelled`` when asked to stop."""


def silent(done: int, total: int) -> None:
    """A progress that nobody watches and nobody stops."""


def counted(things: Iterable[T], total: int, progress: Progress, every: int = 1) -> Iterator[T]:
    """The things one after the other, each ``every`` one reported before it is handed out."""
    for done, thing in enumerate(things):
        if done % every == 0:
            progress(done, total)
        yield thing
