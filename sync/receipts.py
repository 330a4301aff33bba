"""Receipt numbers, as far as both sides must agree on them: whose a number is, and its place in a series. No I/O.

``A-2026-000123-5``: the letter of the desk, from its second life on with the ordinal of that life (``A2``, ``A10``),
the year of issue, a serial from 1 without gaps, and a check digit, which is the desk's business.
"""

from __future__ import annotations

import re

_SERIES = re.compile(r"([A-Z])[0-9]*-")


def is_own(receipt: str, desk: str) -> bool:
    """Whether the number is of a series of this desk, in whichever of its lives: its letter is the desk's."""
    found = _SERIES.match(receipt)
    return found is not None and desk.endswith(f"-{found[1]}")
