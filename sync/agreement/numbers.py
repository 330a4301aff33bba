"""The resident identity number (GB 11643-1999), as the township checks it. The desk's own door is stricter in words."""

from __future__ import annotations

import re
from datetime import date
from operator import mul

SHAPE = re.compile(r"[0-9]{17}[0-9X]")
WITHIN = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
"""One in the middle of other words."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def doubt(number: str, on: date) -> str:
    """Why the number cannot be right on that day: ``id_length``, ``id_date``, ``id_check_digit``; empty if it can."""
    if not SHAPE.fullmatch(number):
        return "id_length"
    try:
        birth = date.fromisoformat(number[6:14])
    except ValueError:
        return "id_date"
    if not date(1880, 1, 1) <= birth <= on:
        return "id_date"
    return "" if number[17] == check_character(number) else "id_check_digit"


def check_character(number: str) -> str:
    """The 18th character that the first 17 call for (ISO 7064 MOD 11-2)."""
    weighed = sum(map(mul, number[:17].encode(), _WEIGHTS)) - ord("0") * sum(_WEIGHTS)
    return _CHECKS[weighed % 11]
