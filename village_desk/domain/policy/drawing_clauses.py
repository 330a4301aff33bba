"""What a policy says of drawing on a day, in clauses: who may draw, base pension, what is added, death."""

from collections.abc import Iterator
from datetime import date

from village_desk.domain.basics import money
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import valid
from village_desk.domain.basics.rounding import Rounding, percent
from village_desk.domain.policy import clauses
from village_desk.domain.policy.back_payment import TurningYear
from village_desk.domain.policy.clauses import Clause
from village_desk.domain.policy.death_values import DeathRule, RefundParts
from village_desk.domain.policy.entitlement_rules import EntitlementRule, StartCohort
from village_desk.domain.policy.pension_values import BaseLine, Divisor, YearsExtra
from village_desk.domain.policy.policy import Policy
from village_desk.words import _


def entitlement(policy: Policy, on: date) -> Iterator[Clause]:
    """Age, years and turning year (R7), with what holds for some only: start, cohorts, bundling, programmes."""
    rule = valid(policy.entitlement, on)
    if rule:
        words = _("年满 {age} 周岁、缴满 {years} 年，从下个月起领取").format(age=rule.age, years=rule.min_years)
        yield clauses.of(rule, words)
        required = rule.turning_year is TurningYear.REQUIRED
        yield clauses.of(rule, _("到龄那一年也要缴费") if required else _("到龄那一年不用缴费"))
    yield from _start(policy, rule)
    if bundling := valid(policy.bundling, on):
        yield clauses.of(bundling, _("捆绑：不用缴费就能领的老人，应参保的子女都参保后才能领取"))
    for programme in policy.programmes:
        if programme.period.holds(on):
            names = _("、").join(group.name for group in policy.groups if group.key in programme.groups)
            yield clauses.of(programme, _("{groups}：到龄不缴费也能领基础养老金").format(groups=names))


def _start(policy: Policy, rule: EntitlementRule | None) -> Iterator[Clause]:
    if policy.scheme_start and rule:
        day, source = policy.scheme_start
        words = _("本地制度 {day} 启动：那天以前已满 {age} 周岁的不用缴费，到龄前不足 {years} 年的缴到到龄为止")
        yield Clause(words.format(day=day, age=rule.age, years=rule.min_years), source)
    for cohort in policy.start_cohorts:
        yield Clause(_cohort(cohort), cohort.source)


def _cohort(cohort: StartCohort) -> str:
    words = _("{born} 出生的，到龄那一年不用缴费").format(born=cohort.period.in_words())
    return words + (_("；但上级系统要先缴才放行") if cohort.blocked_above else "")


def base_pension(policy: Policy, on: date) -> Iterator[Clause]:
    """The base pension of the month by level, and the raises that are announced already (R8)."""
    month = Month.of(on)
    now = policy.base_pension(month, on)
    for line in now:
        yield Clause(_since(line) + _paid_backwards(line), line.source)
    if len(now) > 1:
        total = money.short(sum(line.fen for line in now))
        yield Clause(_("各级合计每月 {fen} 元").format(fen=total), policy.source)
    for line in policy.base_lines:
        if line.first > month and line.announced and line.announced <= on:
            words = _("{day} 已公布：{line}").format(day=line.announced, line=_since(line))
            yield Clause(words, line.source)


def _since(line: BaseLine) -> str:
    return _("{level}：每月 {fen} 元，{month}起").format(
        level=line.level.in_words(), fen=money.short(line.fen), month=line.first.in_chinese()
    )


def _paid_backwards(line: BaseLine) -> str:
    if line.announced is None or line.announced < (line.first + 1).first_day():
        return ""
    return _("（{day} 公布，公布前的月份补发）").format(day=line.announced)


def on_top(policy: Policy, on: date) -> Iterator[Clause]:
    """Extra for years, age tilt, and the divisor of the account (R8, R9)."""
    if extra := valid(policy.years_extra, on):
        yield clauses.of(extra, _for_years(extra))
    if tilt := valid(policy.age_tilt, on):
        rows = _("，").join(_("满 {age} 岁 {fen} 元").format(age=age, fen=money.short(fen)) for age, fen in tilt.rows)
        yield clauses.of(tilt, _("高龄每月加发：{rows}（只算最高的一级）").format(rows=rows))
    if divisor := valid(policy.divisors, on):
        yield clauses.of(divisor, _("个人账户养老金每月 = 账户储存额 ÷ {months}").format(months=divisor.months))
        yield from (clauses.of(divisor, words) for words in _by_age(divisor))


def _for_years(extra: YearsExtra) -> str:
    if extra.part:
        amount = _("基础养老金的 {percent}%").format(percent=percent(extra.part))
    else:
        amount = _(" {fen} 元").format(fen=money.short(extra.each_fen))
    return _("缴费超过 {over} 年的，每多一年每月加发{amount}").format(over=extra.over, amount=amount)


def _by_age(divisor: Divisor) -> Iterator[str]:
    if divisor.rows:
        rows = _("，").join(_("{age} 岁起领 ÷ {months}").format(age=age, months=months) for age, months in divisor.rows)
        yield _("按开始领取的年龄：{rows}").format(rows=rows)
    if divisor.rounding is Rounding.JIAO_UP:
        yield _("个人账户养老金见分进角")


def death(policy: Policy, on: date) -> Iterator[Clause]:
    """What the heirs get, and within how many days to report (R11)."""
    rule = valid(policy.death, on)
    if rule is None:
        return
    whole = rule.refund is RefundParts.ALL
    yield clauses.of(rule, _("个人账户余额全部退给继承人") if whole else _("个人账户余额退给继承人，政府补贴部分不退"))
    if funeral := _funeral(rule):
        yield clauses.of(rule, funeral)
    if rule.report_days:
        words = _("死亡后 {days} 个工作日内申报") if rule.working_days else _("死亡后 {days} 天内申报")
        yield clauses.of(rule, words.format(days=rule.report_days))


def _funeral(rule: DeathRule) -> str:
    if rule.funeral_times:
        return _("丧葬补助金：死亡当月基础养老金的 {times} 倍").format(times=rule.funeral_times)
    return _("丧葬补助金 {fen} 元").format(fen=money.short(rule.funeral_fen)) if rule.funeral_fen else ""
