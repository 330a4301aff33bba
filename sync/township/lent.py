"""What the program of a desk lends to a township on the same machine: to read any payout list, to judge a policy file.

The township imports nothing of it. A program that can do this offers it as an entry point in the group ``GROUP``;
where none is installed, lists must have the strict form of ``lists.py`` and policies are only looked over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import entry_points
from typing import Any

from sync.agreement.errors import RoadError
from sync.agreement.sent import PayoutSentLine

GROUP = "village_township.lent"

PayoutReader = Callable[[bytes, str, str, date], tuple[str, Sequence[PayoutSentLine]]]
"""From the bytes of a file, its name, the month that a clerk typed ("" for none) and today: month and lines.

Raises NotTaken.
"""
PolicyJudge = Callable[[str, Sequence[str]], None]
"""Of the text of a policy file and the codes of the villages it goes to: raises NotTaken where a desk cannot use it."""


class NotTaken(RoadError):
    """A desk would not take it. ``detail`` says why and what to do, in the words of the screen.

    ``code`` is ``unknown`` where the file is none that the reader knows, else ``refused``.
    """


@dataclass(frozen=True, slots=True)
class Lent:
    """What there is; None for what nobody offers."""

    payouts: PayoutReader | None = None
    policies: PolicyJudge | None = None


NOTHING = Lent()


def installed() -> Lent:
    """What the programs that are installed here offer."""
    return Lent(_offered("payouts"), _offered("policies"))


def _offered(name: str) -> Any:
    """What is offered under a name. It is loaded when it is used first: a township that serves need not carry it."""
    found = next(iter(entry_points(group=GROUP, name=name)), None)
    return None if found is None else lambda *asked: found.load()(*asked)
