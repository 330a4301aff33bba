"""The facts about one person that the rules use: the input of eligibility.py and assessing.py.

Facts only, as people stated them; whether they fit together is checked in contradictions.py.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import Enum
from itertools import groupby
from operator import attrgetter

from sync.agreement.facts.notes import HINDRANCES, HOW_PAID, OTHER_PENSIONS
from sync.agreement.values import value
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.payment_kinds import PaymentKind
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.words import _

ALWAYS = Period(date(1900, 1, 1))
"""All days that matter."""
NOT_UNDERSTOOD = "note_not_understood"
"""The code of the reason that a note has a word or a day that this program does not know."""


class YearKind(Enum):
    """How a year came to be paid. WAIVED: as a reward, booked as paid by somebody else (digest 35), never as a hole."""

    PAID = "paid"
    BACK_PAID = "back_paid"
    GOVERNMENT_PAID = "government_paid"
    WAIVED = "waived"
    BROUGHT_IN = "brought_in"

    def in_words(self) -> str:
        """The words under a cell of the strip of years."""
        return HOW_PAID[self.value].spelled(_)


@value
class PaidYear:
    """A payment of a year. Of ``tier_fen`` the government pays ``government_fen``; aid and sponsoring come on top.

    ``day`` is None where nobody gave a day; the year was paid by the day ``noted_on``, on which it was written down.
    ``subsidy_fen`` is the amount that arrived, on ``subsidy_day``; None while it is only expected. ``by_receipt``: the
    village took the money on that day. ``payment``: what it is to its year. ``before_fen`` had been paid for the same
    year before a top-up or a further part; ``whole_fen`` is the tier of which an instalment is a part.
    """

    year: int
    day: date | None
    tier_fen: int
    kind: YearKind = YearKind.PAID
    government_fen: int = 0
    collective_fen: int = 0
    sponsor_fen: int = 0
    subsidy_fen: int | None = None
    subsidy_day: date | None = None
    by_receipt: bool = False
    noted_on: date | None = None
    payment: PaymentKind = PaymentKind.REGULAR
    before_fen: int = 0
    whole_fen: int = 0

    def by(self, on: date) -> bool:
        """Whether the year was paid by a day, as far as is known: one without a day, from the beginning of the year."""
        return self.day <= on if self.day else self.year <= on.year

    @property
    def earliest(self) -> date:
        """The earliest day on which it can have been paid: of a back payment without a day, after the year's end."""
        return self.day or min(date(self.year + (self.kind is YearKind.BACK_PAID), 1, 1), self.latest)

    @property
    def latest(self) -> date:
        """The latest day on which it can have been paid."""
        return self.day or self._end(self.noted_on or date.max)

    @property
    def booked_on(self) -> date:
        """The day of its booking: its own, else the latest possible one, which brings the least interest."""
        return self.day or self._end(self.noted_on or date(self.year + (self.kind is YearKind.BACK_PAID), 12, 31))

    def _end(self, known_by: date) -> date:
        """The end of its year, which a back payment may be later than; no later than a day."""
        return known_by if self.kind is YearKind.BACK_PAID else min(date(self.year, 12, 31), known_by)

    @property
    def by_government_fen(self) -> int:
        """The government's part; a year that it paid, with no part stated, it paid whole."""
        whole = self.kind is YearKind.GOVERNMENT_PAID and not self.government_fen
        return self.tier_fen if whole else self.government_fen

    @property
    def own_fen(self) -> int:
        """The person's own payment; a waived year was paid by somebody else."""
        return 0 if self.kind is YearKind.WAIVED else self.tier_fen - self.by_government_fen

    @property
    def finishes(self) -> bool:
        """Whether the year is paid with this payment: a part is not enough before the last one."""
        return self.before_fen + self.tier_fen >= self.whole_fen


_year, _earliest = attrgetter("year"), attrgetter("earliest")
FURTHER = (PaymentKind.TOP_UP, PaymentKind.INSTALMENT)
"""The payments that may be one of several of their year."""


def in_sequence(paid: Iterable[PaidYear]) -> tuple[PaidYear, ...]:
    """The payments by year and day, each top-up and part with what had been paid for its year before it."""
    ordered = tuple(paid)
    years = [each.year for each in ordered]
    if years != sorted(set(years)):
        ordered = tuple(sorted(ordered, key=attrgetter("year", "earliest")))
    if not any([each.payment in FURTHER for each in ordered]):
        return ordered
    return tuple(each for _same, year in groupby(ordered, key=_year) for each in _summed(tuple(year)))


def _summed(year: tuple[PaidYear, ...]) -> Iterable[PaidYear]:
    before = 0
    for each in year:
        yield replace(each, before_fen=before) if each.payment in FURTHER else each
        before += each.tier_fen


def _whole(year: list[PaidYear]) -> PaidYear | None:
    """The payments of one year as one, of the day on which the year was paid; None while parts of it are missing."""
    if len(year) == 1:
        return year[0] if year[0].finishes and year[0].payment is not PaymentKind.TOP_UP else None
    first = next((each for each in year if each.payment is not PaymentKind.TOP_UP and each.finishes), None)
    if first is None:
        return None
    if not any(each.payment in FURTHER for each in year):
        return year[-1]
    tier, government = (sum(getattr(each, name) for each in year) for name in ("tier_fen", "government_fen"))
    return replace(first, tier_fen=tier, government_fen=government, before_fen=0, whole_fen=0)


class OtherKind(Enum):
    """The other pensions of the state that end this one (R13)."""

    EMPLOYEE = "employee"
    PUBLIC = "public"
    RESIDENT_ELSEWHERE = "resident_elsewhere"
    OTHER = "other"

    def in_words(self) -> str:
        """Its name."""
        return OTHER_PENSIONS[self.value].spelled(_)


@value
class OtherPension:
    """Another pension is drawn from a month on, up to and with ``last`` when it has ended."""

    kind: OtherKind
    first: Month
    last: Month | None = None

    def holds(self, month: Month) -> bool:
        """Whether the other pension is drawn in the month."""
        return self.first <= month and (self.last is None or month <= self.last)


class Hindrance(Enum):
    """Why a person may not join now (R1), by the county's list of reasons."""

    EMPLOYEE_SCHEME = "employee_scheme"
    PUBLIC_STAFF = "public_staff"
    STUDENT = "student"
    SOLDIER = "soldier"
    PRISONER = "prisoner"
    ABROAD = "abroad"
    HUKOU_ELSEWHERE = "hukou_elsewhere"

    def in_words(self) -> str:
        """The hindrance in words."""
        return HINDRANCES[self.value].spelled(_)


@value
class Child:
    """A child of an elder, as far as bundling asks (W21); None of any of it is not known.

    ``born_by``: the last day on which the child can be born, where only the year is known.
    """

    birth: date | None
    enrolled: bool | None
    student: bool | None = False
    other_pension_scheme: bool | None = False
    name: str = ""
    born_by: date | None = None


@value
class Unsure:
    """A group to which somebody may belong: ``stated`` is what makes it likely, as it was written, by ``source``.

    Nobody has said yes or no yet: where money hangs on it, it is asked and never preset. ``period``: the days on which
    they may have belonged to it; it lies before a membership whose beginning nobody knows.
    """

    group: str
    stated: str
    source: str = ""
    period: Period = ALWAYS

    @property
    def is_about_before(self) -> bool:
        """Whether only a time that is over is unknown."""
        return self.period.last is not None


@value
class EmployeeMonths:
    """Somebody was in the employee scheme from a month to a month, both included."""

    first: Month
    last: Month

    def months_of(self, year: int) -> range:
        """The numbers of those of these months that are in the year."""
        first, last = max(self.first, Month(year, 1)), min(self.last, Month(year, 12))
        return range(first.number, last.number + 1) if first <= last else range(0)


def months_paid(employee: tuple[EmployeeMonths, ...], year: int) -> int:
    """How many months of the year were paid in the employee scheme; a month that is noted twice is one."""
    return len({month for each in employee for month in each.months_of(year)})


def still_counts(paid: PaidYear, employee: tuple[EmployeeMonths, ...]) -> bool:
    """Whether a year counts here: not if it was paid there from its first to its last month (R15)."""
    return paid.kind is YearKind.BROUGHT_IN or months_paid(employee, paid.year) < 12


@value
class Left:
    """The relation ended (R13), for a reason of the place's own form (F7); ``on``: None where no day is known."""

    on: date | None
    reason: str


@value
class PaidOut:
    """What the month's payout list paid to somebody, in fen, whatever it is owed for.

    ``fen`` is 0 where the list does not name them, and None where two lists differ and nobody said which one counts.
    ``besides_fen`` is paid by lists of arrears (补发), which may be owed for other months.
    """

    month: Month
    fen: int | None
    besides_fen: int = 0


@value
class PersonFacts:
    """The facts about a person. ``account_fen`` is the county's balance on ``account_day``, if noted.

    Later payments come on top of that balance; without one the balance is worked out. ``drawn_from`` is the first
    month of drawing as the township or a person told it; ``drawn_seen`` and ``drawn_to`` are the first and the last
    month of which a payout list that names the person is here: drawing may have begun long before. ``paid_out``:
    the months after a death whose payout list is here; of other months it is not known what was paid. ``tier_fen``
    is the tier chosen for the coming payment, 0 if none. ``not_understood``: a reason that names the notes with a
    word or day that this program does not know; nothing is decided then, unless a death is known. ``unread_years``:
    the years that such notes call paid. ``unsure``: the groups of which nobody said yet whether the person belongs
    to them. ``left``: they were struck off. ``employee``: the months that were paid in the employee scheme.
    ``elsewhere``: the years that a list of the township's calls paid.
    ``enrolled``: they stand on the official roster, whatever the desk knows of the years.
    """

    birth: date
    paid: tuple[PaidYear, ...] = ()
    memberships: tuple[Membership, ...] = ()
    other_pensions: tuple[OtherPension, ...] = ()
    hindrances: frozenset[Hindrance] = frozenset()
    children: tuple[Child, ...] = ()
    childless: bool = False
    death: date | None = None
    moved_in: date | None = None
    drawn_from: Month | None = None
    drawn_seen: Month | None = None
    drawn_to: Month | None = None
    paid_out: tuple[PaidOut, ...] = ()
    paused_from: Month | None = None
    tier_fen: int = 0
    account_fen: int | None = None
    account_day: date | None = None
    not_understood: tuple[Reason, ...] = ()
    unread_years: frozenset[int] = frozenset()
    unsure: tuple[Unsure, ...] = ()
    left: Left | None = None
    employee: tuple[EmployeeMonths, ...] = ()
    elsewhere: frozenset[int] = frozenset()
    enrolled: bool = False

    @property
    def drawing_by(self) -> Month | None:
        """The earliest month of which it is known that the pension was drawn; None for who is not known to draw."""
        if self.drawn_from and self.drawn_seen:
            return min(self.drawn_from, self.drawn_seen)
        return self.drawn_from or self.drawn_seen

    def years(self, on: date) -> dict[int, PaidYear]:
        """The years paid by a day, ascending; later payments can only add to them. Several of a year are one.

        Those that were paid in the employee scheme as well, from end to end, are not among them.
        """
        known = [each for each in sorted(self.paid, key=_year) if each.by(on)]
        if self.employee:
            known = [each for each in known if still_counts(each, self.employee)]
        found = {each.year: each for each in known}
        if len(found) == len(known) and not any([each.payment in FURTHER for each in known]):
            return found
        whole = {year: _whole([each for each in known if each.year == year]) for year in found}
        return {year: paid for year, paid in whole.items() if paid is not None}

    def payments(self, year: int, on: date) -> tuple[PaidYear, ...]:
        """The payments of a year by a day, the earliest first."""
        return tuple(sorted((each for each in self.paid if each.year == year and each.by(on)), key=_earliest))

    def groups(self, on: date) -> frozenset[str]:
        """The special groups of a day."""
        if not self.memberships:
            return frozenset()
        return frozenset(each.group for each in self.memberships if each.period.holds(on))
