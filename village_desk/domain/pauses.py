"""Growing pauses between tries: short at first, longer while it fails, never the same at two desks. Pure: no clock."""

from datetime import timedelta
from random import Random

FIRST = timedelta(minutes=1)
LONGEST = timedelta(minutes=60)
_SPREAD = 0.25


class Pauses:
    """1, 2, 4 ... 60 minutes, each up to a quarter shorter or longer, so that desks do not come all at one moment."""

    def __init__(self, dice: Random, first: timedelta = FIRST, longest: timedelta = LONGEST) -> None:
        """``dice`` are seeded by the caller."""
        self._dice = dice
        self._first = self._pause = first
        self._longest = longest

    def next(self) -> timedelta:
        """How long to wait now; the next one is twice as long, up to the longest."""
        pause, self._pause = self._pause, min(2 * self._pause, self._longest)
        return pause * self._dice.uniform(1 - _SPREAD, 1 + _SPREAD)

    def reset(self) -> None:
        """Begin again with the shortest pause: a try succeeded, or somebody wants one now."""
        self._pause = self._first
