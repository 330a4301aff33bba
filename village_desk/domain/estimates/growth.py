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
        """The balance after so many years with a payment in each, in fen."""
        return self.held(opening_fen, years) + self.paid(first_payment_fen, years, years)

    def held(self, fen: int, years: int) -> Fraction:
        """What an amount has become after it lay in the account for so many years."""
        return fen * _power(1 + self.interest, max(0, years)) if self.interest else Fraction(fen)

    def paid(self, first_payment_fen: int | Fraction, payments: int, years: int) -> Fraction:
        """What so many yearly payments have become, the first of which lay in the account for so many years."""
        if not self.interest and not self.payments:
            return Fraction(first_payment_fen * payments)
        return first_payment_fen * payment_factor(self.interest, self.payments, payments, years)

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
def payment_factor(interest: Fraction, growth: Fraction, payments: int, years: int | None = None) -> Fraction:
    """The sum of growing yearly payments with interest, for a first payment of one.

    Each is paid at the beginning of its year; the first bears interest for ``years`` (default: as many as there are
    payments), each later one a year less. For 3.5 %, 8 % and 15 years it is 34.426866519... (domain 2A).
    """
    held = payments if years is None else years
    return sum(
        ((1 + growth) ** number * (1 + interest) ** max(0, held - number) for number in range(payments)),
        start=Fraction(0),
    )


def growth_factor(growth: Fraction, years: int) -> Fraction:
    """The sum of growing yearly payments without interest, for a first one of one: 5.86660096 for 8 %, 5 years (2B)."""
    return sum(((1 + growth) ** year for year in range(years)), start=Fraction(0))


@lru_cache(maxsize=1024)
def _power(base: Fraction, exponent: int) -> Fraction:
    return base**exponent
