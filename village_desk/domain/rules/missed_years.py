"""Missed years that must be paid back to have years enough (R6): how many, which, and the cost that the policy states.

What the policy does not say stays unknown: whether such years can be paid, at which tier, and with or without subsidy.
"""

from datetime import date
from functools import lru_cache

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.policy.mechanisms import tiers
from village_desk.domain.policy.mechanisms.back_payment import BackPayment
from village_desk.domain.policy.mechanisms.subsidies import SubsidyRule
from village_desk.domain.policy.mechanisms.tiers import Tier
from village_desk.domain.policy.policy import Policy
from village_desk.words import _


@value
class MissedYears:
    """A back payment that makes the years enough: ``count`` of ``open_years``, each at ``least_fen`` or more.

    ``subsidy``: whether such a year earns the government's subsidy; None where the policy does not say.
    """

    count: int
    open_years: tuple[int, ...]
    least_fen: int
    subsidy: bool | None

    @property
    def least_cost_fen(self) -> int:
        """The least that all of it costs the person."""
        return self.count * self.least_fen


def needed(
    policy: Policy, count: int, open_years: tuple[int, ...], on: date, groups: frozenset[str]
) -> MissedYears | None:
    """The back payment of ``count`` years on a day; None where the policy does not let it be enough, or not surely."""
    least = least_tier(policy, on, groups)
    if least is None or len(open_years) < count:
        return None
    return MissedYears(count, open_years, least, earns_subsidy(policy, on))


def least_tier(policy: Policy, on: date, groups: frozenset[str]) -> int | None:
    """The lowest tier in fen at which a missed year can be paid on a day; None where the policy names none."""
    return _least_tier(policy, policy.changed(on, Tier, BackPayment), groups)


@lru_cache(maxsize=4096)
def _least_tier(policy: Policy, on: date, groups: frozenset[str]) -> int | None:
    rule = policy.value(BackPayment, on)
    if rule is None or not rule.allowed:
        return None
    listed = rule.tiers_fen or [tier.amount_fen for tier in tiers.offered(policy, on, groups)]
    return min((fen for fen in listed if fen and tiers.offers(policy, fen, on, groups)), default=None)


def tier_beside(policy: Policy, tier_fen: int, on: date, groups: frozenset[str]) -> int | None:
    """The tier of a missed year for who pays ``tier_fen`` each year: the same if it may be, else the lowest one."""
    rule = policy.value(BackPayment, on)
    if rule and rule.takes(tier_fen) and tiers.offers(policy, tier_fen, on, groups):
        return tier_fen
    return least_tier(policy, on, groups)


def earns_subsidy(policy: Policy, on: date) -> bool | None:
    """Whether a year paid back on a day earns the subsidy; None where the policy does not say."""
    rule = policy.value(SubsidyRule, on)
    return rule.back_paid if rule else None


def subsidy_words(subsidy: bool | None) -> str:
    """The same for the person."""
    if subsidy is None:
        return _("补缴给不给政府补贴，政策没有写")
    return _("补缴也有政府补贴") if subsidy else _("补缴没有政府补贴")


def advice(
    policy: Policy,
    count: int,
    open_years: tuple[int, ...],
    on: date,
    groups: frozenset[str],
    found: MissedYears | None,
) -> str:
    """What can be done about ``count`` missing years, and the least that it costs, by the rule of the day.

    ``found``: the back payment that is ``needed``.
    """
    rule = policy.value(BackPayment, on)
    if rule is None:
        return _("现行政策没有写能不能补缴，请到乡镇人社所询问")
    if not rule.allowed:
        return _("现行政策不办补缴，请到乡镇人社所询问")
    if found:
        listed = "、".join(str(year) for year in open_years)
        words = _("可以补缴 {years} 年中的 {count} 年，最少共 {fen} 元；{subsidy}")
        cost = money.short(found.least_cost_fen)
        return words.format(years=listed, count=count, fen=cost, subsidy=subsidy_words(found.subsidy))
    if len(open_years) >= count:
        return _("可以补缴，但补缴用哪一档政策没有写，要多少钱请到乡镇人社所询问")
    if rule.after_age:
        least, subsidy = least_tier(policy, on, groups), subsidy_words(earns_subsidy(policy, on))
        words = _("可以补缴到够年限为止，也可以到龄后继续缴；{subsidy}").format(subsidy=subsidy)
        return words + (_("，每年最少 {fen} 元").format(fen=money.short(least)) if least else "")
    return _("能补缴的年份不够，请到乡镇人社所询问")
