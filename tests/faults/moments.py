"""At which moments the tests that kill do so: a bounded spread over all of them, or every one.

``VILLAGE_SCHEDULES`` set, as by ``make soak``: every one. ``VILLAGE_MOMENT`` shifts the spread by so many; without it
the moments are the same ones each time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count

EVERY = bool(int(os.environ.get("VILLAGE_SCHEDULES", "0")))
SECONDS = 36_000 if EVERY else 300
"""How long a program of this folder may take."""


def shift() -> int:
    """How far the spread of this run is moved."""
    return int(os.environ.get("VILLAGE_MOMENT", "0"))


def spread(step: int) -> Iterator[int]:
    """1, 2, 3 and so on where every moment is wanted; else every ``step``-th, from a first one that varies."""
    return count(1) if EVERY else count(1 + shift() % step, step)
