"""The progress of long work: work reports it by a call, and the same call is where the work can be stopped."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""``progress(done, total)``: reports, and raises ``Cancelled`` when asked to stop."""


def silent(done: int, total: int) -> None:
    """A progress that nobody watches and nobody stops."""
