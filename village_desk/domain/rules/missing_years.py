"""Which paid years are missing before somebody may draw, and what would cure it (R6). Part of eligibility.py."""

from dataclasses import replace
from datetime import date

from village_desk.domain.basics.ages import birthday
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import valid
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.policy.back_payment import TurningYear, years_to_pay
from village_desk.domain.policy.entitlement_rules import EntitlementRule
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.entitlement import Answer, Entitlement
from village_desk.domain.rules.person_facts import PaidYear, PersonFacts
from village_desk.words import _


def before_the_age(
    policy: Policy, rule: EntitlementRule, facts: PersonFacts, on: date, found: Entitlement
) -> Entitlement:
    """The age is still to come: are there years enough if every one from now on is paid?"""
    reached = birthday(facts.birth, rule.age)
    paid = facts.years(on)
    last = reached.year + (rule.turning_year is TurningYear.REQUIRED)
    coming = sum(year not in paid for year in range(on.year, last))
    missing = max(0, found.required - len(paid))
    gaps = open_years(policy, rule, facts, on, paid)
    month = Month.of(reached) + 1
    found = replace(found, answer=Answer.NOT_YET, first=month, missing=missing, open_years=gaps)
    words = _("{day} 满 {age} 周岁，从{month}起领取").format(day=reached, age=rule.age, month=month.in_chinese())
    reasons = [Reason("age", words, _("到龄前一个月请带身份证、户口簿和银行卡办理手续")), _enough(found, coming)]
    if missing > coming:
        reasons.append(_short(policy, on, missing - coming, gaps))
    return replace(found, reasons=tuple(reasons))


def after_the_age(
    policy: Policy, rule: EntitlementRule, facts: PersonFacts, on: date, found: Entitlement
) -> Entitlement:
    """The age is there, the years are not: how many are missing, and which could be paid."""
    gaps = open_years(policy, rule, facts, on, facts.years(on))
    missing = found.required - found.paid
    found = replace(found, answer=Answer.NO, missing=missing, open_years=gaps)
    words = _("已满 {age} 周岁，缴费 {paid} 年，还差 {missing} 年").format(
        age=rule.age, paid=found.paid, missing=missing
    )
    reason = Reason("years_missing", words, _cure(policy, on, missing, gaps))
    if policy.scheme_start:
        return replace(found, reasons=(reason, *_turning_year(facts, rule, on, gaps, missing)))
    unknown = Reason(
        "no_scheme_start",
        _("政策文件没有写本县制度启动日期，所需年限先按 {years} 年算").format(years=rule.min_years),
        _("请向乡镇要本县启动日期；启动时已满 {age} 周岁的不用缴费").format(age=rule.age),
    )
    return replace(found, answer=Answer.UNDECIDED, reasons=(unknown, reason))


def open_years(
    policy: Policy, rule: EntitlementRule, facts: PersonFacts, on: date, paid: dict[int, PaidYear]
) -> tuple[int, ...]:
    """The years up to this one that were not paid and could be; where the start is unknown, since the first paid."""
    start = policy.scheme_start[0] if policy.scheme_start else date(min(paid, default=on.year), 1, 1)
    years = years_to_pay(facts.birth, policy.min_age(on), rule.age, start, rule.turning_year)
    return tuple(year for year in years if year not in paid and year <= on.year)


def _enough(found: Entitlement, coming: int) -> Reason:
    words = _("已缴 {paid} 年，需要 {needed} 年，到龄前还能缴 {coming} 年").format(
        paid=found.paid, needed=found.required, coming=coming
    )
    if not found.missing:
        return Reason("years_enough", words, _("年限已够；多缴一年，养老金多一些"))
    if found.missing > coming:
        return Reason("years_to_pay", words, _("以后每年都要按时缴费"))
    return Reason("years_to_pay", words, _("请每年按时缴费，至少还要缴 {missing} 年").format(missing=found.missing))


def _short(policy: Policy, on: date, short: int, gaps: tuple[int, ...]) -> Reason:
    past = tuple(year for year in gaps if year < on.year)
    words = _("以后年年都缴，到龄时还差 {short} 年").format(short=short)
    return Reason("years_short", words, _cure(policy, on, short, past))


def _cure(policy: Policy, on: date, missing: int, gaps: tuple[int, ...]) -> str:
    """What somebody can do about missing years by the back-payment rule of the day."""
    rule = valid(policy.back_payment, on)
    if rule is None or not rule.allowed:
        return _("现行政策没有写能不能补缴，请到乡镇人社所询问")
    listed = "、".join(str(year) for year in gaps)
    if len(gaps) >= missing:
        return _("可以补缴 {years} 年中的 {missing} 年，补缴没有政府补贴").format(years=listed, missing=missing)
    if rule.after_age:
        return _("可以补缴到够年限为止，也可以到龄后继续缴；补缴没有政府补贴")
    return _("能补缴的年份不够，请到乡镇人社所询问")


def _turning_year(
    facts: PersonFacts, rule: EntitlementRule, on: date, gaps: tuple[int, ...], missing: int
) -> tuple[Reason, ...]:
    """This year is the turning year, and its fee alone is missing: paying it loses no month (W10)."""
    reached = birthday(facts.birth, rule.age)
    if missing != 1 or reached.year != on.year or reached.year not in gaps:
        return ()
    month = Month.of(reached) + 1
    words = _("只差今年（{year} 年）这一年").format(year=reached.year)
    cure = _("年内缴清，养老金从{month}起补发").format(month=month.in_chinese())
    return (Reason("turning_year", words, cure),)
