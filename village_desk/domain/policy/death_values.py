"""The dated values of a death (R11): funeral aid, what of the account is refunded, within how many days to report."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.policy_file import Table, read_dated
from village_desk.words import _


class RefundParts(Enum):
    """What the heirs get of the rest of the account: all of it, or (old rules) without the government's subsidy."""

    ALL = "all"
    WITHOUT_SUBSIDY = "without_subsidy"


@dataclass(frozen=True, slots=True)
class DeathRule:
    """Funeral aid is a fixed amount, or a number of base pensions of the month of death; nothing when both are 0."""

    period: Period
    source: Source
    funeral_fen: int
    funeral_times: Fraction
    refund: RefundParts
    report_days: int
    working_days: bool

    def funeral_aid(self, base_fen: int) -> int:
        """The funeral aid in fen when the base pension of the month of death is so much."""
        return self.funeral_fen + Rounding.CENT.fen(self.funeral_times * base_fen)


def read(rows: Sequence[Table]) -> tuple[DeathRule, ...]:
    """The ``death`` rules of a policy file. Refused when two hold on one day."""
    return read_dated(rows, _read_rule)


def _read_rule(row: Table) -> DeathRule:
    if row.has("funeral") and row.has("funeral_times"):
        row.wrong("funeral", _("funeral（元）和 funeral_times（几个月基础养老金）只写一个"))
    return DeathRule(
        row.period(),
        row.source(),
        row.money("funeral", 0),
        Fraction(row.whole("funeral_times", 0)),
        row.word("refund", RefundParts, RefundParts.ALL),
        row.whole("report_days", 0),
        row.flag("working_days", False),
    )
