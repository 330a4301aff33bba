"""A thing that waits for a hand (待办): whom it concerns, why, since when, what it costs, what may be answered.

Nothing that waits is stored: it is computed from the tables. What somebody said about it is a fact.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from sync.agreement.values import value


class Rank(Enum):
    """The order of kinds: the first is what somebody stands and waits for."""

    NOW = 1
    MONEY = 2
    RETURNED = 3
    SOON = 4
    SEASON = 5
    ORDER = 6


class Hides(Enum):
    """For how long an outcome takes a thing off the list."""

    TO_A_DAY = "to_a_day"
    """To the day that was promised: it must be said."""
    TODAY = "today"
    """It waits again tomorrow."""
    PERIOD = "period"
    """It is over for this year or month."""


@value
class Choice:
    """An outcome that may be given: its name (in facts), its words, and for how long it hides the thing."""

    name: str
    words: str
    hides: Hides

    def until(self, today: date, day: date | None) -> date | None:
        """The day on which the thing waits again; None where it is over for the period. ``day``: as promised."""
        if self.hides is Hides.PERIOD:
            return None
        return day if self.hides is Hides.TO_A_DAY else today + timedelta(days=1)


@value
class Waiting:
    """One thing that waits.

    ``kind``: the kind of waiting. ``subject``: what it is within the kind (a person's id, a receipt's number).
    ``period``: the year or month that it is about, or "". ``person``: the id of whom it concerns, or "". ``named``:
    what it is called where it concerns nobody. ``why``: a sentence. ``since``, ``due``: None where not known or none.
    ``at_stake_fen``: the money that hangs on it, 0 where none or not known.
    """

    kind: str
    subject: str
    why: str
    person: str = ""
    named: str = ""
    period: str = ""
    since: date | None = None
    due: date | None = None
    at_stake_fen: int = 0
