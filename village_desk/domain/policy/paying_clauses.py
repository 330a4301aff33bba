"""What a policy says of joining and paying on a day, in clauses: tiers, special groups, aid, back payment."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from village_desk.domain.basics import money
from village_desk.domain.basics.periods import valid
from village_desk.domain.basics.rounding import percent
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, listed
from village_desk.domain.policy.government_paid import GovernmentPays, ListRule
from village_desk.domain.policy.policy import Policy
from village_desk.domain.policy.tiers import Tier
from village_desk.words import _


def enrolment(policy: Policy, on: date) -> Iterator[Clause]:
    """Who may join (R1)."""
    rule = valid(policy.enrolment, on)
    if rule is None:
        return
    yield clauses.of(rule, _("年满 {age} 周岁可以参保").format(age=rule.min_age))
    if rule.moved_in_years:
        words = _("到领取年龄以后才迁入的，户口在本地满 {years} 年才能参保").format(years=rule.moved_in_years)
        yield clauses.of(rule, words)
    if rule.student_doubt_age:
        words = _("{age} 岁起还登记为在校学生的，提示核实").format(age=rule.student_doubt_age)
        yield clauses.of(rule, words)


def tiers(policy: Policy, on: date) -> Iterator[Clause]:
    """The tiers of the day: those for everybody, then those of special groups."""
    held = [tier for tier in policy.all_tiers if tier.period.holds(on)]
    held.sort(key=lambda tier: (sorted(tier.groups), tier.period, tier.amount_fen))
    for (groups, _period, _source), same in groupby(held, key=lambda tier: (tier.groups, tier.period, tier.source)):
        some = list(same)
        who = _("只有{groups}可以选：").format(groups=_names(policy, groups)) if groups else _("每年可以选：")
        yield from (clauses.of(some[0], who + words) for words in _amounts(some))


def _amounts(some: list[Tier]) -> Iterator[str]:
    fixed = [tier for tier in some if tier.most_fen == tier.amount_fen]
    if fixed:
        yield _("{tiers} 元").format(tiers=listed(tier.amount_fen for tier in fixed))
    for tier in some:
        if tier not in fixed:
            least, most = money.short(tier.amount_fen), money.short(tier.most_fen)
            yield _("{least} 至 {most} 元之间的任意整元").format(least=least, most=most)


def _names(policy: Policy, groups: frozenset[str]) -> str:
    return _("、").join(group.name for group in policy.groups if group.key in groups)


def special_groups(policy: Policy, on: date) -> Iterator[Clause]:
    """The groups of the place, what the government pays for them, and which group counts among several (R5)."""
    if policy.groups:
        names = _("、").join(
            _("{name}（代码 {code}）").format(name=group.name, code=group.code) if group.code else group.name
            for group in policy.groups
        )
        yield Clause(_("群体：{names}").format(names=names), policy.source)
    held = [pays for pays in policy.government_pays if pays.period.holds(on)]
    for _key, alike in groupby(
        held, key=lambda pays: (pays.period, pays.source, pays.fixed_fen, pays.part, pays.listed)
    ):
        some = list(alike)
        yield clauses.of(some[0], _paid_for(_names(policy, frozenset(pays.group for pays in some)), some[0]))
    if order := valid(policy.precedence, on):
        names = " > ".join(policy.group_name(key) for key in order.order)
        yield clauses.of(order, _("同时属于几个群体的，排在前面的算：{names}").format(names=names))


def _paid_for(names: str, pays: GovernmentPays) -> str:
    if pays.part:
        amount = _("所选档次的 {percent}%").format(percent=percent(pays.part))
    else:
        amount = _(" {fen} 元").format(fen=money.short(pays.fixed_fen))
    return _("{names}：政府代缴{amount}，其余自己缴（看{listed}）").format(
        names=names, amount=amount, listed=_listed(pays.listed)
    )


def _listed(rule: ListRule) -> str:
    return {
        ListRule.ON_DAY: _("缴费当天的名单"),
        ListRule.THIS_YEAR: _("当年的名单"),
        ListRule.LAST_YEAR: _("上一年的名单"),
    }[rule]


def aid(policy: Policy, on: date) -> Iterator[Clause]:
    """The caps and the season of collective aid and sponsoring (R4)."""
    rule = valid(policy.aid, on)
    if rule is None:
        return
    if rule.cap_fen is None:
        highest = max((tier.most_fen for tier in policy.tiers(on)), default=0)
        words = _("两项一年合计不超过最高档次（{cap} 元）").format(cap=money.short(highest))
    else:
        words = _("两项一年合计不超过 {cap} 元").format(cap=money.short(rule.cap_fen))
    yield clauses.of(rule, words)
    if rule.with_own_cap_fen is not None:
        words = _("连同本人缴费，一年合计不超过 {cap} 元").format(cap=money.short(rule.with_own_cap_fen))
        yield clauses.of(rule, words)
    if rule.window:
        yield clauses.of(rule, _("{season}办理").format(season=clauses.season(rule.window)))


def back_payment(policy: Policy, on: date) -> Iterator[Clause]:
    """Whether missed years may be paid later, at which tiers, and whether after the age too (R6)."""
    rule = valid(policy.back_payment, on)
    if rule is None:
        return
    if not rule.allowed:
        yield clauses.of(rule, _("以前没缴的年份不能补缴"))
        return
    yield clauses.of(rule, _("以前没缴的年份可以补缴"))
    if rule.tiers_fen:
        yield clauses.of(rule, _("补缴只能选：{tiers} 元").format(tiers=listed(rule.tiers_fen)))
    yield clauses.of(rule, _("到龄以后可以继续缴") if rule.after_age else _("到龄以后不能再缴"))
