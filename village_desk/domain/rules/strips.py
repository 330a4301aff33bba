"""The strip of years: one cell a year from the first that could be paid, with its kind. For screen and paper."""

from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics.ages import birthday
from village_desk.domain.policy.mechanisms import scheme_start
from village_desk.domain.policy.mechanisms.enrolment import min_age
from village_desk.domain.policy.mechanisms.entitlement import EntitlementRule, TurningYear
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.person_facts import PaidYear, PersonFacts, YearKind
from village_desk.words import _


class CellKind(Enum):
    """The kind of a year: one of the ways of being paid, a gap, the year that is due, or one that needs no payment.

    UNREAD: a note speaks of the year in words that this program does not know.
    """

    PAID = "paid"
    BACK_PAID = "back_paid"
    GOVERNMENT_PAID = "government_paid"
    WAIVED = "waived"
    BROUGHT_IN = "brought_in"
    GAP = "gap"
    DUE = "due"
    NOT_NEEDED = "not_needed"
    UNREAD = "unread"

    @property
    def counts(self) -> bool:
        """Whether the year counts as paid."""
        return self not in (CellKind.GAP, CellKind.DUE, CellKind.NOT_NEEDED, CellKind.UNREAD)

    def in_words(self) -> str:
        """The words of the cell."""
        if self.counts:
            return YearKind(self.value).in_words()
        words = {"gap": _("未缴"), "due": _("今年应缴"), "not_needed": _("不用缴"), "unread": _("看不懂")}
        return words[self.value]


_OF_KIND = {kind: CellKind(kind.value) for kind in YearKind}


@value
class YearCell:
    """A year of the strip; the payment is there when the year was paid."""

    year: int
    kind: CellKind
    paid: PaidYear | None = None


def strip(policy: Policy, rule: EntitlementRule | None, facts: PersonFacts, on: date) -> tuple[YearCell, ...]:
    """The cells from the first year that could be paid, or was, up to the year of the day or the last payable one."""
    paid = facts.years(on)
    spoken_of = {*paid, *facts.unread_years}
    payable = _payable(policy, rule, facts, on, min(spoken_of, default=on.year))
    first = min([*spoken_of, *payable[:1]], default=on.year + 1)
    last = max([*spoken_of, *payable[-1:]], default=on.year)
    return tuple(
        [
            YearCell(year, _OF_KIND[paid[year].kind], paid[year])
            if year in paid
            else YearCell(year, _unpaid(year, facts, payable, on))
            for year in range(first, last + 1)
        ]
    )


def _payable(policy: Policy, rule: EntitlementRule | None, facts: PersonFacts, on: date, first_paid: int) -> range:
    """The years that could be paid up to the day; where the start of the scheme is unknown, since the first paid."""
    if rule is None:
        return range(0)
    reached = birthday(facts.birth, rule.age)
    began = scheme_start.began(policy)
    start = began.year if began else first_paid
    last = min(reached.year - (rule.turning_year is TurningYear.WAIVED), on.year)
    if began and reached < began:
        return range(0)
    return range(max(start, facts.birth.year + min_age(policy, on)), last + 1)


def _unpaid(year: int, facts: PersonFacts, payable: range, on: date) -> CellKind:
    if year in facts.unread_years:
        return CellKind.UNREAD
    if year not in payable:
        return CellKind.NOT_NEEDED
    if year == on.year:
        return CellKind.NOT_NEEDED if facts.left or facts.death else CellKind.DUE
    return CellKind.GAP
