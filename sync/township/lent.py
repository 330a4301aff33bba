"""Functions that a desk's program lends to a township on the same machine: reading lists, judging policies, forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import entry_points
from typing import Any

from sync.agreement.errors import RoadError
from sync.agreement.sent import PayoutSentLine
from sync.agreement.values import value

GROUP = "village_township.lent"

PayoutReader = Callable[[bytes, str, str, date], tuple[str, Sequence[PayoutSentLine]]]
"""From the bytes of a file, its name, the month that a clerk typed ("" for none) and today: month and lines.

Raises NotTaken.
"""
PolicyJudge = Callable[[str, Sequence[str]], None]
"""Checks the text of a policy file for the codes of its villages: raises NotTaken if a desk cannot use the file."""

FormJudge = Callable[[bytes, bool], bool]
"""Checks the workbook of a form, which may be for a posting: whether it prints whole numbers. Raises NotTaken."""


class NotTaken(RoadError):
    """The desk's function refused the file. ``detail`` gives reason and cure, in the words of the screen.

    ``code`` is ``unknown`` where the reader does not recognise the file, else ``refused``.
    """


@value
class Lent:
    """The functions that are offered; None where there is none."""

    payouts: PayoutReader | None = None
    policies: PolicyJudge | None = None
    forms: FormJudge | None = None


NOTHING = Lent()


def installed() -> Lent:
    """The functions that programs installed here offer."""
    return Lent(_offered("payouts"), _offered("policies"), _offered("forms"))


def _offered(name: str) -> Any:
    """The function offered under a name. It is loaded at first use: a township that only serves need not load it."""
    found = next(iter(entry_points(group=GROUP, name=name)), None)
    return None if found is None else lambda *asked: found.load()(*asked)
