"""Receipt numbers, as far as both sides must agree on them: whose a number is, and its place in a series. No I/O.

``A-2026-000123-8``: the letter of the desk, from its second life on with the ordinal of that life (``A2``, ``A10``),
the year of issue, a serial from 1 without gaps, and a check digit, which is the desk's business.
"""

from __future__ import annotations

import re

from sync.agreement.values import value

_WRITTEN = re.compile(r"([A-Z][0-9]*-[0-9]{4})-([0-9]{6})-[0-9]", re.ASCII)
SERIAL = 6
"""The digits of a serial."""
TAIL = SERIAL + 3
"""The length of the part behind the series: ``-000123-8``."""
_SERIES = re.compile(r"([A-Z])[0-9]*-")


def is_own(receipt: str, desk: str) -> bool:
    """Whether the number is of a series of this desk, in any of its epochs: its letter is the desk's."""
    found = _SERIES.match(receipt)
    return found is not None and desk.endswith(f"-{found[1]}")


@value
class Numbered:
    """The place of a receipt in its series (``A2-2026``); spelled without a check digit."""

    series: str
    serial: int

    def __str__(self) -> str:
        return f"{self.series}-{self.serial:0{SERIAL}}"


def read(number: str) -> Numbered | None:
    """The series and serial of a number; None for a text that is no receipt number. Ignores the check digit."""
    found = _WRITTEN.fullmatch(number)
    return Numbered(found[1], int(found[2])) if found else None
