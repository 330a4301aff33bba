"""Months paid both in the employee scheme and here (R15, W18): only the employee months count; the rest is refunded."""

from fractions import Fraction

from sync.agreement.values import value
from village_desk.domain.basics.reasons import Part, total
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.rules.person_facts import EmployeeMonths, PaidYear, months_paid
from village_desk.words import _


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
    months = months_paid(employee, paid.year)
    parts = [
        Part("own", _("退本人缴费"), _share(paid.own_fen, months)),
        Part("collective", _("退集体补助"), _share(paid.collective_fen + paid.sponsor_fen, months)),
    ]
    return OverlapRefund(paid.year, months, tuple(part for part in parts if part.fen))


def _share(fen: int, months: int) -> int:
    return Rounding.CENT.fen(Fraction(fen * months, 12))
