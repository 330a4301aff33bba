"""How an account grows when something is paid in every year: exact, unrounded, at assumed rates. Knows no policy."""

from fractions import Fraction
from functools import lru_cache

from sync.agreement.values import value
from village_desk.domain.basics.rounding import percent
from village_desk.words import _


@value
class Growth:
    """Assumed yearly interest of the account, and yearly growth of the payments.

    Each payment is made at the beginning of its year and bears interest in that year too.
    """

    interest: Fraction
    payments: Fraction = Fraction(0)

    def after(self, opening_fen: int, first_payment_fen: int | Fraction, years: int) -> Fraction:
        """The balance after so many years, in fen."""
        if not self.interest and not self.payments:
            return Fraction(opening_fen + first_payment_fen * years)
        payments = first_payment_fen * payment_factor(self.interest, self.payments, years)
        return opening_fen * _power(1 + self.interest, years) + payments

    def interest_percent(self) -> str:
        """The interest in per cent, as text: ``2.75``."""
        return percent(self.interest)

    def in_words(self) -> tuple[str, ...]:
        """The assumptions as they are printed."""
        words = [_("个人账户利息假定每年 {percent}%").format(percent=percent(self.interest))]
        if self.payments:
            words.append(_("缴费额假定每年增长 {percent}%").format(percent=percent(self.payments)))
        return tuple(words)


@lru_cache(maxsize=256)
def payment_factor(interest: Fraction, growth: Fraction, years: int) -> Fraction:
    """The sum of growing yearly payments with interest, for a first payment of one.

    Each is paid at the beginning of its year. For 3.5 %, 8 % and 15 years it is 34.426866519... (domain 2A).
    """
    return sum(
        ((1 + growth) ** year * (1 + interest) ** (years - year) for year in range(years)),
        start=Fraction(0),
    )


def growth_factor(growth: Fraction, years: int) -> Fraction:
    """The sum of growing yearly payments without interest, for a first one of one: 5.86660096 for 8 %, 5 years (2B)."""
    return sum(((1 + growth) ** year for year in range(years)), start=Fraction(0))


@lru_cache(maxsize=1024)
def _power(base: Fraction, exponent: int) -> Fraction:
    return base**exponent
