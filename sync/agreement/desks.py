"""The names of desks: ``429004103002-A`` is the 12 digits of a village and a letter for each of its PCs. No I/O."""

from __future__ import annotations

import re
from string import ascii_uppercase

DESK_NAME = re.compile(r"[0-9]{12}-[A-Z]")


def village_of(desk: str) -> str:
    """The village whose desk this is: the 12 digits of ``429004103002-A``."""
    return desk.rpartition("-")[0] or desk


def desks_of(village: str) -> list[str]:
    """The names that a desk of the village can have."""
    return [f"{village}-{letter}" for letter in ascii_uppercase]
