"""Months paid both in the employee scheme and here (R15, W18): only the employee months count; the rest is refunded."""

from fractions import Fraction

from sync.agreement.values import value
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Part, total
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.rules.person_facts import PaidYear
from village_desk.words import _


@value
class EmployeeMonths:
    """Somebody was in the employee scheme from a month to a month, both included."""

    first: Month
    last: Month

    def months_of(self, year: int) -> int:
        """How many of these months are in the year."""
        first, last = max(self.first, Month(year, 1)), min(self.last, Month(year, 12))
        return max(0, last - first + 1)


@value
class OverlapRefund:
    """The refund for a year, in parts; ``months`` of it were paid twice. The subsidy is not refunded."""

    year: int
    months: int
    parts: tuple[Part, ...]

    @property
    def total_fen(self) -> int:
        """The sum given back, in fen."""
        return total(self.parts)


def refund(paid: PaidYear, employee: tuple[EmployeeMonths, ...]) -> OverlapRefund:
    """The refund of a year's own payment and collective aid, by months of overlap (人社部发〔2014〕17号 art. 7)."""
    months = min(12, sum(each.months_of(paid.year) for each in employee))
    parts = [
        Part("own", _("退本人缴费"), _share(paid.own_fen, months)),
        Part("collective", _("退集体补助"), _share(paid.collective_fen + paid.sponsor_fen, months)),
    ]
    return OverlapRefund(paid.year, months, tuple(part for part in parts if part.fen))


def still_counts(paid: PaidYear, employee: tuple[EmployeeMonths, ...]) -> bool:
    """Whether the year still counts here: not if all its months are employee months."""
    return sum(each.months_of(paid.year) for each in employee) < 12


def _share(fen: int, months: int) -> int:
    return Rounding.CENT.fen(Fraction(fen * months, 12))
