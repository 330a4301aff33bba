"""Back payment (补缴) and how many years somebody needs (R6). Where to start counting is local."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from village_desk.domain.basics.ages import birthday
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.policy_file import Table, read_dated


class TurningYear(Enum):
    """Whether the year in which somebody reaches the age must be paid for."""

    REQUIRED = "required"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class BackPayment:
    """Whether missed years may be paid later, at which tiers (empty: all offered), and whether after the age too."""

    period: Period
    source: Source
    allowed: bool
    tiers_fen: tuple[int, ...]
    after_age: bool

    def takes(self, tier_fen: int) -> bool:
        """Whether a missed year may be paid at this tier, as far as this rule says."""
        return self.allowed and (not self.tiers_fen or tier_fen in self.tiers_fen)


def read(rows: list[Table]) -> tuple[BackPayment, ...]:
    """The ``back_pay`` rules of a policy file. Refused when two hold on one day."""
    return read_dated(rows, _read_rule)


def _read_rule(row: Table) -> BackPayment:
    return BackPayment(
        row.period(), row.source(), row.flag("allowed"), row.moneys("tiers"), row.flag("after_age", True)
    )


def years_to_pay(birth: date, min_age: int, age: int, start: date, turning: TurningYear) -> range:
    """The calendar years in which somebody could pay: from the start of the scheme to the age of drawing.

    Empty for who had reached the age before the scheme began. Their number, or the full number of years if that is
    less, is what entitles.
    """
    reached = birthday(birth, age)
    if reached < start:
        return range(0)
    first = max(start.year, birth.year + min_age)
    return range(first, reached.year + (turning is TurningYear.REQUIRED))
