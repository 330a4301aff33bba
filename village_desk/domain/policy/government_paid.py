"""What the government pays of a contribution for special groups (政府代缴, R5). The rest is the person's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.policy_file import Table
from village_desk.domain.policy.special_groups import Membership, SpecialGroup, check_known
from village_desk.words import _


class ListRule(Enum):
    """When somebody must belong to the group: on the day of paying, on any day of the year, or of the year before."""

    ON_DAY = "on_day"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"

    def counts(self, membership: Membership, on: date) -> bool:
        """Whether the membership counts for a payment on the day."""
        if self is ListRule.ON_DAY:
            return membership.period.holds(on)
        year = on.year - (self is ListRule.LAST_YEAR)
        return membership.period.meets(Period(date(year, 1, 1), date(year, 12, 31)))


@dataclass(frozen=True, slots=True)
class GovernmentPays:
    """What is paid for one group: a fixed amount, or a part of the tier; never more than the tier itself."""

    group: str
    period: Period
    source: Source
    fixed_fen: int
    part: Fraction
    listed: ListRule

    def amount(self, tier_fen: int) -> int:
        """The government's part of a tier in fen."""
        return min(tier_fen, self.fixed_fen + Rounding.CENT.fen(self.part * tier_fen))


def read(rows: Sequence[Table], groups: Sequence[SpecialGroup]) -> tuple[GovernmentPays, ...]:
    """The ``gov_paid`` rows of a policy file. Refused when two rows pay for one group on one day."""
    found: list[GovernmentPays] = []
    for row in rows:
        named = row.texts("groups")
        check_known(row, "groups", named, groups)
        for group in named:
            pays = _read_row(row, group)
            if any(other.group == group and other.period.meets(pays.period) for other in found):
                row.wrong("groups", _("群体“{key}”同一时间有两条代缴规定").format(key=group))
            found.append(pays)
        row.done()
    return tuple(found)


def _read_row(row: Table, group: str) -> GovernmentPays:
    if row.has("amount") == row.has("percent"):
        row.wrong("amount", _("amount（元）和 percent（百分比）只写一个"))
    return GovernmentPays(
        group,
        row.period(),
        row.source(),
        row.money("amount", 0),
        row.percent("percent", Fraction(0)),
        row.word("list", ListRule, ListRule.ON_DAY),
    )
