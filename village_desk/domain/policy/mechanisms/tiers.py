"""The tiers (缴费档次) that a place offers on a day, and to whom (R2). Knows no subsidy and no person."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable
from village_desk.words import _

KEY = "tiers"


@value
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
        """Whether a person of these special groups may choose the tier."""
        return not self.groups or bool(self.groups & groups)


def offered(policy: Policy, on: date, groups: frozenset[str] = frozenset()) -> tuple[Tier, ...]:
    """The tiers offered on a day, ascending: those open to everybody, and those of the given special groups."""
    return _offered(policy, policy.changed(on, Tier), groups)


def offers(policy: Policy, tier_fen: int, on: date, groups: frozenset[str] = frozenset()) -> bool:
    """Whether the amount is a tier offered on the day."""
    return any(tier.takes(tier_fen) for tier in offered(policy, on, groups))


def highest_fen(policy: Policy, on: date) -> int:
    """The highest amount that is open to everybody on the day; 0 when there is none."""
    return max((tier.most_fen for tier in offered(policy, on)), default=0)


@lru_cache(maxsize=4096)
def _offered(policy: Policy, on: date, groups: frozenset[str]) -> tuple[Tier, ...]:
    return tuple(tier for tier in policy.holding(Tier, on) if tier.is_for(groups))


def _read(file: PolicyTable) -> tuple[Tier, ...]:
    """The tiers, ascending. Refused when a tier stands twice for the same people at the same time."""
    found: list[Tier] = []
    for row in file.tables(KEY):
        for tier in _read_row(row):
            if any(_same(tier, other) for other in found):
                amount = tier.amount_fen // 100
                row.wrong("amounts" if row.has("amounts") else "min", _("档次 {amount} 元重复").format(amount=amount))
            found.append(tier)
    return tuple(sorted(found, key=lambda tier: (tier.amount_fen, tier.period.first)))


def _read_row(row: PolicyTable) -> list[Tier]:
    groups = frozenset(special_groups.read_named(row, "groups"))
    period, source = row.period(), row.source()
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


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """The tiers of the day: those for everybody, then those of special groups."""
    held = sorted(policy.holding(Tier, on), key=lambda tier: (sorted(tier.groups), tier.period, tier.amount_fen))
    for (groups, _period, _source), same in groupby(held, key=lambda tier: (tier.groups, tier.period, tier.source)):
        some = list(same)
        names = special_groups.names(policy, groups)
        who = _("只有{groups}可以选：").format(groups=names) if groups else _("每年可以选：")
        yield from (clauses.of(some[0], who + words) for words in _amounts(some))


def _amounts(some: list[Tier]) -> Iterator[str]:
    fixed = [tier for tier in some if tier.most_fen == tier.amount_fen]
    if fixed:
        yield _("{tiers} 元").format(tiers=clauses.listed(tier.amount_fen for tier in fixed))
    for tier in some:
        if tier not in fixed:
            least, most = money.short(tier.amount_fen), money.short(tier.most_fen)
            yield _("{least} 至 {most} 元之间的任意整元").format(least=least, most=most)


MECHANISM = Mechanism(KEY, Tier, ClauseSubject.TIERS, _read, _clauses)
