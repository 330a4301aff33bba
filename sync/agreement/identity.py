"""Resident identity numbers (GB 11643-1999), for desk and township alike: their faults, and the data in them.

The desk's own module (``village_desk/domain``) cleans typed numbers and has words for each doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

SHAPE = re.compile(r"[0-9]{17}[0-9X]")
WITHIN = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
"""An identity number in the middle of other words."""
_EARLIEST = date(1880, 1, 1)
_STARS_MOST = 30
"""The length of the longest real number, an account's; a desk may sign a text of any length."""


def doubt(number: str, on: date) -> str:
    """Why the number cannot be right on that day: ``id_length``, ``id_date``, ``id_check_digit``; empty if it can."""
    if not SHAPE.fullmatch(number):
        return "id_length"
    try:
        born = birth(number)
    except ValueError:
        return "id_date"
    if not _EARLIEST <= born <= on:
        return "id_date"
    return "" if number[17] == check_character(number) else "id_check_digit"


def birth(number: str) -> date:
    """The day of birth that stands in a number of the right shape. ValueError for one that no calendar has."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def is_male(number: str) -> bool:
    """The sex by the number: odd in the 17th place is male, even female."""
    return int(number[16]) % 2 == 1


def check_character(number: str) -> str:
    """The 18th character that the first 17 call for (ISO 7064 MOD 11-2)."""
    return str(_check_digit()(number[:17] + "0"))


@cache
def _check_digit() -> Callable[[str], str]:
    """Loaded when it is first needed, since the library brings half of the standard one with it."""
    from stdnum.cn import ric

    return ric.calc_check_digit


def mask(number: str) -> str:
    """``429004********7380``: the first six and last four stay; shorter texts are covered whole.

    Total: a text that is no number may be masked too.
    """
    stars = "*" * min(len(number) - 10, _STARS_MOST)
    return number[:6] + stars + number[-4:] if len(number) > 10 else "*" * len(number)


def mask_within(text: str) -> str:
    """The text with all identity numbers in it masked."""
    return WITHIN.sub(lambda found: mask(found[0]), text)
