"""At which moments the tests that kill do so: a bounded spread over all of them, or every one.

``VILLAGE_SCHEDULES`` set, as by ``make soak``: every one. ``VILLAGE_MOMENT`` shifts the spread by so many; without it
each day of the year has its own, so that in time every moment is tried.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

EVERY = bool(int(os.environ.get("VILLAGE_SCHEDULES", "0")))
SECONDS = 36_000 if EVERY else 300
"""How long a program of this folder may take."""


def shift() -> int:
    """How far the spread of this run is moved."""
    return int(os.environ.get("VILLAGE_MOMENT", "0")) or datetime.now(UTC).timetuple().tm_yday


def spread(step: int) -> Iterator[int]:
    """1, 2, 3 and so on where every moment is wanted; else every ``step``-th, from a first one that varies."""
    return count(1) if EVERY else count(1 + shift() % step, step)
