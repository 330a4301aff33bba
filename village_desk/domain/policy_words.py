"""A policy in plain Chinese: what holds on a day, value by value, each with its document. Reads only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from village_desk.domain import money
from village_desk.domain.back_payment import TurningYear
from village_desk.domain.death_values import DeathRule, RefundParts
from village_desk.domain.interest import Convention
from village_desk.domain.months import Month
from village_desk.domain.periods import valid
from village_desk.domain.policy import Policy
from village_desk.domain.rounding import Rounding, percent
from village_desk.domain.sources import Source
from village_desk.words import _


@dataclass(frozen=True, slots=True)
class Line:
    """One value in words, and the document that it comes from."""

    words: str
    source: Source


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one subject."""

    title: str
    lines: tuple[Line, ...]


def describe(policy: Policy, on: date) -> tuple[Section, ...]:
    """All that the policy says for a day, subject by subject; subjects on which it says nothing are left out."""
    subjects: list[tuple[str, Callable[[Policy, date], Iterator[Line]]]] = [
        (_("适用"), _place),
        (_("参保"), _enrolment),
        (_("缴费档次和补贴"), _tiers),
        (_("政府代缴"), _government),
        (_("集体补助和社会资助"), _aid),
        (_("补缴"), _back_payment),
        (_("领取条件"), _entitlement),
        (_("待遇"), _pension),
        (_("个人账户计息"), _interest),
        (_("死亡"), _death),
        (_("按收入比例缴费"), _income),
        (_("办事时间"), _practice),
    ]
    found = [Section(title, tuple(lines(policy, on))) for title, lines in subjects]
    return tuple(section for section in found if section.lines)


def _place(policy: Policy, on: date) -> Iterator[Line]:
    holds = _("有效") if policy.period.holds(on) else _("这一天不在有效期内")
    words = _("{name}，区划代码 {code}，{period}（{holds}）")
    period = policy.period.in_words()
    yield Line(words.format(name=policy.name, code=policy.jurisdiction, period=period, holds=holds), policy.source)


def _enrolment(policy: Policy, on: date) -> Iterator[Line]:
    if rule := valid(policy.enrolment, on):
        yield Line(_("满 {age} 周岁可以参保").format(age=rule.min_age), rule.source)
        if rule.moved_in_years:
            words = _("到龄后迁入的，户口满 {years} 年才能参保").format(years=rule.moved_in_years)
            yield Line(words, rule.source)


def _tiers(policy: Policy, on: date) -> Iterator[Line]:
    rule = valid(policy.subsidy_rules, on)
    for tier in (each for each in policy.all_tiers if each.period.holds(on)):
        amount = money.short(tier.amount_fen)
        if tier.most_fen > tier.amount_fen:
            amount = _("{least} 至 {most}").format(least=amount, most=money.short(tier.most_fen))
        words = _("每年 {amount} 元").format(amount=amount)
        if rule and (subsidy := policy.find_subsidy(tier.amount_fen, on)):
            least = _("至少补贴") if rule.least else _("补贴")
            words += _("，{least} {subsidy} 元").format(least=least, subsidy=money.short(subsidy.total_fen))
        if tier.groups:
            names = "、".join(sorted(policy.group_name(key) for key in tier.groups))
            words += _("（只限{groups}）").format(groups=names)
        yield Line(words, tier.source)


def _government(policy: Policy, on: date) -> Iterator[Line]:
    for pays in (each for each in policy.government_pays if each.period.holds(on)):
        amount = _("{fen} 元") if pays.fixed_fen else _("所选档次的 {percent}%")
        amount = amount.format(fen=money.short(pays.fixed_fen), percent=percent(pays.part))
        words = _("{group}：代缴 {amount}").format(group=policy.group_name(pays.group), amount=amount)
        yield Line(words, pays.source)
    if order := valid(policy.precedence, on):
        names = " > ".join(policy.group_name(key) for key in order.order)
        yield Line(_("同时属于几个群体时的认定顺序：{names}").format(names=names), order.source)


def _aid(policy: Policy, on: date) -> Iterator[Line]:
    if rule := valid(policy.aid, on):
        cap = _("最高档次") if rule.cap_fen is None else _("{cap} 元").format(cap=money.short(rule.cap_fen))
        yield Line(_("一年合计不超过{cap}").format(cap=cap), rule.source)
        if rule.with_own_cap_fen is not None:
            words = _("连本人缴费合计不超过 {cap} 元").format(cap=money.short(rule.with_own_cap_fen))
            yield Line(words, rule.source)


def _back_payment(policy: Policy, on: date) -> Iterator[Line]:
    if rule := valid(policy.back_payment, on):
        yield Line(_("可以补缴以前的年份") if rule.allowed else _("不办补缴"), rule.source)


def _entitlement(policy: Policy, on: date) -> Iterator[Line]:
    if policy.scheme_start:
        day, source = policy.scheme_start
        yield Line(_("制度 {day} 启动；那天以前已到龄的不用缴费").format(day=day), source)
    if rule := valid(policy.entitlement, on):
        words = _("满 {age} 周岁、缴满 {years} 年，从下个月起领取").format(age=rule.age, years=rule.min_years)
        yield Line(words, rule.source)
        required = rule.turning_year is TurningYear.REQUIRED
        yield Line(_("到龄那一年要缴费") if required else _("到龄那一年不用缴费"), rule.source)
    if bundling := valid(policy.bundling, on):
        yield Line(_("捆绑：启动时已到龄的老人，子女参保后才能领取"), bundling.source)
    for programme in (each for each in policy.programmes if each.period.holds(on)):
        names = "、".join(sorted(policy.group_name(key) for key in programme.groups))
        yield Line(_("{groups}到龄不缴费也领基础养老金").format(groups=names), programme.source)


def _pension(policy: Policy, on: date) -> Iterator[Line]:
    for line in policy.base_pension(Month.of(on), on):
        words = _("基础养老金（{level}）每月 {amount} 元，{month}起").format(
            level=line.level.in_words(), amount=money.short(line.fen), month=line.first.in_chinese()
        )
        yield Line(words, line.source)
    if extra := valid(policy.years_extra, on):
        words = _("缴费超过 {over} 年的，每多一年加发").format(over=extra.over)
        amount = _(" {fen} 元") if extra.each_fen else _("基础养老金的 {percent}%")
        amount = amount.format(fen=money.short(extra.each_fen), percent=percent(extra.part))
        yield Line(words + amount, extra.source)
    if tilt := valid(policy.age_tilt, on):
        rows = "，".join(_("{age} 岁起 {fen} 元").format(age=age, fen=money.short(fen)) for age, fen in tilt.rows)
        yield Line(_("高龄加发：{rows}").format(rows=rows), tilt.source)
    if divisor := valid(policy.divisors, on):
        yield Line(_("个人账户养老金 = 账户储存额 ÷ {months}").format(months=divisor.months), divisor.source)


def _interest(policy: Policy, on: date) -> Iterator[Line]:
    if rule := valid(policy.interest, on):
        yield Line(_convention(rule.convention), rule.source)
        rounds = _("利息见分进角") if rule.rounding is Rounding.JIAO_UP else _("利息四舍五入到分")
        yield Line(rounds, rule.source)
        for rate in rule.rates:
            known = "" if rate.published is None or rate.published <= on else _("（还没有公布）")
            words = _("{year} 年利率 {percent}%").format(year=rate.year, percent=percent(rate.yearly))
            yield Line(words + known, rule.source)


def _convention(convention: Convention) -> str:
    return {
        Convention.A: _("存满一年按年利率，不满一年的从到账当月起按月计息"),
        Convention.B: _("按1月1日的一年期利率，到账下月起按月计息"),
        Convention.C: _("上年余额按年利率，当年缴的按活期计息"),
        Convention.D: _("按职工养老保险的记账利率计息"),
        Convention.E: _("从记账当月起按月计息"),
    }[convention]


def _death(policy: Policy, on: date) -> Iterator[Line]:
    if rule := valid(policy.death, on):
        full = rule.refund is RefundParts.ALL
        yield Line(_("个人账户余额全部退给继承人") if full else _("退个人账户余额，政府补贴部分不退"), rule.source)
        if funeral := _funeral(rule):
            yield Line(funeral, rule.source)
        if rule.report_days:
            kind = _("个工作日") if rule.working_days else _("天")
            yield Line(_("死亡后 {days} {kind}内申报").format(days=rule.report_days, kind=kind), rule.source)


def _funeral(rule: DeathRule) -> str:
    if rule.funeral_times:
        return _("丧葬补助金：死亡当月基础养老金的 {times} 倍").format(times=rule.funeral_times)
    return _("丧葬补助金 {fen} 元").format(fen=money.short(rule.funeral_fen)) if rule.funeral_fen else ""


def _income(policy: Policy, on: date) -> Iterator[Line]:
    if scheme := valid(policy.income_schemes, on):
        for base in scheme.bases:
            words = _("{area}缴费基数每年 {fen} 元，个人缴 {own} 元").format(
                area=base.area, fen=money.short(base.fen), own=money.short(scheme.person_fen(base.fen))
            )
            yield Line(words, scheme.source)


def _practice(policy: Policy, on: date) -> Iterator[Line]:
    if ways := valid(policy.practice, on):
        if ways.village_day:
            yield Line(_("村里每月 {day} 日前报乡镇").format(day=ways.village_day), ways.source)
        if ways.township_day:
            yield Line(_("乡镇每月 {day} 日前报县").format(day=ways.township_day), ways.source)
        if ways.season:
            words = _("缴费季：每年 {first} 至 {last}").format(first=ways.season[0], last=ways.season[1])
            yield Line(words, ways.source)
        yield Line(_("资格认证每 {months} 个月一次").format(months=ways.proof_months), ways.source)
