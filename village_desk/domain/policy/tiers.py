"""The tiers (缴费档次) that a place offers on a day, and to whom (R2). Knows no subsidy and no person."""

from collections.abc import Sequence
from dataclasses import dataclass

from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.policy_file import Table
from village_desk.domain.policy.special_groups import SpecialGroup, check_known
from village_desk.words import _


@dataclass(frozen=True, slots=True)
class Tier:
    """An amount a year in fen; or, when ``most_fen`` is greater, any whole yuan between the two.

    ``groups`` names the special groups that alone may choose it; empty means everybody. 0 is a tier where the person
    pays nothing.
    """

    amount_fen: int
    most_fen: int
    groups: frozenset[str]
    period: Period
    source: Source

    def takes(self, tier_fen: int) -> bool:
        """Whether an amount is of this tier."""
        return self.amount_fen <= tier_fen <= self.most_fen and (tier_fen == self.amount_fen or tier_fen % 100 == 0)

    def is_for(self, groups: frozenset[str]) -> bool:
        """Whether somebody of these special groups may choose it."""
        return not self.groups or bool(self.groups & groups)


def read(rows: Sequence[Table], special: Sequence[SpecialGroup]) -> tuple[Tier, ...]:
    """The tiers of a policy file, ascending. Refused when a tier stands twice for the same people at the same time."""
    found: list[Tier] = []
    for row in rows:
        check_known(row, "groups", row.texts("groups"), special)
        for tier in _read_row(row):
            if any(_same(tier, other) for other in found):
                amount = tier.amount_fen // 100
                row.wrong("amounts" if row.has("amounts") else "min", _("档次 {amount} 元重复").format(amount=amount))
            found.append(tier)
    return tuple(sorted(found, key=lambda tier: (tier.amount_fen, tier.period.first)))


def _read_row(row: Table) -> list[Tier]:
    period, source, groups = row.period(), row.source(), frozenset(row.texts("groups"))
    if row.has("min") or row.has("max"):
        spans = [(row.money("min"), row.money("max"))]
        if spans[0][0] >= spans[0][1]:
            row.wrong("max", _("上限应大于下限"))
    else:
        spans = [(amount, amount) for amount in row.moneys("amounts")]
        if not spans:
            row.wrong("amounts", _("至少写一个档次"))
    row.done()
    return [Tier(least, most, groups, period, source) for least, most in spans]


def _same(one: Tier, two: Tier) -> bool:
    apart = one.most_fen < two.amount_fen or two.most_fen < one.amount_fen or not one.period.meets(two.period)
    return not apart and (not one.groups or not two.groups or bool(one.groups & two.groups))
