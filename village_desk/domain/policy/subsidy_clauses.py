"""What a policy says of the government's part in a contribution on a day, in clauses: subsidy, rate of income."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from village_desk.domain.basics import money
from village_desk.domain.basics.periods import valid
from village_desk.domain.basics.rounding import percent
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause
from village_desk.domain.policy.income_scheme import IncomeScheme
from village_desk.domain.policy.levels import Level
from village_desk.domain.policy.policy import Policy, Subsidy
from village_desk.domain.policy.subsidies import FromTier, Mechanism, PerAmount, PerStep
from village_desk.words import _


def subsidy(policy: Policy, on: date) -> Iterator[Clause]:
    """How the subsidy follows from the tier, and what it is at each tier of the day, by level of government (R3)."""
    rule = valid(policy.subsidy_rules, on)
    if rule is None:
        return
    if rule.least:
        yield clauses.of(rule, _("以下是最低标准，各地可以更高"))
    if words := _mechanism(rule.mechanism):
        yield clauses.of(rule, words)
    offered = {tier.amount_fen for tier in policy.all_tiers if tier.period.holds(on) and tier.amount_fen}
    for tier_fen in sorted(offered):
        if found := policy.find_subsidy(tier_fen, on):
            yield clauses.of(rule, _at_tier(tier_fen, found))
    yield clauses.of(rule, _("补缴的年份也给补贴") if rule.back_paid else _("补缴的年份没有补贴"))


def _mechanism(mechanism: Mechanism) -> str:
    """How it is worked out; a plain table explains itself."""
    if isinstance(mechanism, FromTier):
        words = _("，").join(
            _("{tier} 元起补 {fen} 元").format(tier=money.short(tier), fen=money.short(fen))
            for tier, fen in mechanism.rows
        )
        return _("分段：{rows}").format(rows=words)
    if isinstance(mechanism, PerAmount):
        return _per_amount(mechanism)
    if isinstance(mechanism, PerStep):
        return _("最低一档补 {first} 元，每提高一档多补 {each} 元").format(
            first=money.short(mechanism.first_fen), each=money.short(mechanism.each_fen)
        )
    return ""


def _per_amount(mechanism: PerAmount) -> str:
    words = _("{base} 元补 {first} 元，每多缴 {step} 元多补 {each} 元").format(
        base=money.short(mechanism.base_fen),
        first=money.short(mechanism.first_fen),
        step=money.short(mechanism.step_fen),
        each=money.short(mechanism.each_fen),
    )
    if mechanism.added_cap_fen is None:
        return words
    return words + _("，多补的部分最多 {cap} 元").format(cap=money.short(mechanism.added_cap_fen))


def _at_tier(tier_fen: int, found: Subsidy) -> str:
    words = _("{tier} 元档补贴 {fen} 元").format(tier=money.short(tier_fen), fen=money.short(found.total_fen))
    shares = [
        _("{level} {fen} 元").format(level=level.in_words(), fen=money.short(fen))
        for level, fen in found.parts
        if level is not Level.ALL
    ]
    return words + (_("（{shares}）").format(shares=_("，").join(shares)) if shares else "")


def income(policy: Policy, on: date) -> Iterator[Clause]:
    """Contribution as a rate of income: bases, the person's rate, the subsidies and where they go."""
    scheme = valid(policy.income_schemes, on)
    if scheme is None:
        return
    for base in scheme.bases:
        words = _("{area}：缴费基数每年 {base} 元，个人缴 {percent}%，即 {own} 元").format(
            area=base.area,
            base=money.short(base.fen),
            percent=percent(scheme.person),
            own=money.short(scheme.person_fen(base.fen)),
        )
        yield clauses.of(scheme, words)
    for rate in scheme.subsidies:
        yield clauses.of(scheme, _at_rate(scheme, rate))
    words = _("补贴的 {percent}% 进个人账户，其余进统筹账户").format(percent=percent(scheme.to_account))
    yield clauses.of(scheme, words)


def _at_rate(scheme: IncomeScheme, rate: Fraction) -> str:
    amounts = _("，").join(
        _("{area} {fen} 元").format(area=base.area, fen=money.short(scheme.subsidy_fen(base.fen, rate)))
        for base in scheme.bases
    )
    return _("政府补贴 {percent}% 的，一年补：{amounts}").format(percent=percent(rate), amounts=amounts)
