"""How long work tells how far it is. The same call is the place where it can be stopped."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""``progress(done, total)``: reports, and raises ``Cancelled`` when asked to stop."""


def silent(done: int, total: int) -> None:
    """A progress that nobody watches and nobody stops."""
