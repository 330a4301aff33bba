"""How a part of a fen is rounded (R10): to the nearest fen, or up to the next jiao. Exact numbers in, whole fen out."""

from decimal import Decimal
from enum import Enum
from fractions import Fraction


class Rounding(Enum):
    """CENT: to the fen, half up. JIAO_UP: 见分进角, anything beyond a jiao makes the next one (W16)."""

    CENT = "cent"
    JIAO_UP = "jiao_up"

    def fen(self, exact: Fraction | int) -> int:
        """The whole fen of an exact number of fen."""
        return self.quotient(exact.numerator, exact.denominator)

    def quotient(self, over: int, under: int) -> int:
        """The same for the exact number over / under, which need not be reduced."""
        if self is Rounding.CENT:
            return (2 * over + under) // (2 * under)
        return -(-over // (under * 10)) * 10


def apportion(total: int, weights: list[int]) -> list[int]:
    """A whole divided by weights without losing a fen: what rounding leaves goes to the largest remainders.

    Weights may be negative; when they sum to zero the first takes all.
    """
    whole = sum(weights)
    if not whole:
        return [total, *([0] * (len(weights) - 1))] if weights else []
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (total * weights[place]) % whole / whole, reverse=True)
    for place in order[: total - sum(shares)]:
        shares[place] += 1
    return shares


def percent(rate: Fraction) -> str:
    """A rate in per cent as it is written, without empty decimals: 11/400 is ``2.75``. At most four decimals."""
    hundredths = Decimal(rate.numerator) * 100 / Decimal(rate.denominator)
    return f"{hundredths.quantize(Decimal('0.0001')).normalize():f}"
