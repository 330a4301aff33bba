"""A thing that waits for a hand (待办): whom it concerns, why, since when, what it costs, what may be answered.

Nothing that waits is stored: it is computed from the tables. What somebody said about it is a fact.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.village_groups import VillageGroup
from village_desk.words import _


class Rank(Enum):
    """The order of kinds: the first is what somebody stands and waits for."""

    NOW = 1
    MONEY = 2
    RETURNED = 3
    SOON = 4
    SEASON = 5
    ORDER = 6

    @property
    def is_pressing(self) -> bool:
        """Whether it should be done today."""
        return self.value <= Rank.RETURNED.value


class Hides(Enum):
    """For how long an outcome takes a thing off the list."""

    TO_A_DAY = "to_a_day"
    """To the day that was promised: it must be said."""
    TODAY = "today"
    """It waits again tomorrow."""
    PERIOD = "period"
    """It is over for this year or month."""
    NOTHING = "nothing"
    """It waits on: a word was written down beside it."""


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
        if self.hides is Hides.NOTHING:
            return today
        return day if self.hides is Hides.TO_A_DAY else today + timedelta(days=1)


NOTED = Choice("noted", _("记了一句"), Hides.NOTHING)
"""What may be given to a thing of any kind: words alone."""


@value
class Whom:
    """A person for whom something waits, as lists at the door need them: where they live, how they are reached.

    ``tier_fen``: 0 where none is written down.
    """

    id: str
    name: str
    group: VillageGroup
    household: str
    head: str
    phone: str
    id_number: str
    tier_fen: int
    special_group: str
    account: str
    note: str

    @property
    def house(self) -> tuple[VillageGroup, str, str]:
        """What the people of one house have in common; the person alone where nobody wrote their house down."""
        return self.group, self.household, self.head or ("" if self.household else self.id)

    @property
    def sex_and_age(self) -> tuple[str, date]:
        """The word of the sex, and the day of birth."""
        number = identity.IdentityNumber(self.id_number)
        return number.sex.in_words(), number.birth


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
