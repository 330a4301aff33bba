"""May somebody join the scheme (R1)? Yes, or every reason why not, each with its cure."""

from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.ages import age, birthday
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.mechanisms.enrolment import Enrolment
from village_desk.domain.policy.mechanisms.entitlement import EntitlementRule
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.person_facts import Hindrance, PersonFacts
from village_desk.words import _


@value
class EnrolmentAnswer:
    """Whether somebody may join on a day. ``doubts`` do not stand in the way but should be looked at."""

    may: bool
    reasons: tuple[Reason, ...]
    doubts: tuple[Reason, ...]
    policy: str
    source: Source


def may_enrol(policy: Policy, facts: PersonFacts, on: date) -> EnrolmentAnswer:
    """The answer for a person on a day, by the enrolment rule of that day; without a rule nothing is hindered."""
    rule = policy.value(Enrolment, on)
    reasons = [_hindered(each) for each in Hindrance if each in facts.hindrances] if facts.hindrances else []
    if facts.death and facts.death <= on:
        reasons.append(Reason("dead", _("已死亡"), _("请登记死亡并办理注销")))
    if rule:
        reasons += [each for each in (_too_young(rule, facts, on), _moved_in(policy, rule, facts, on)) if each]
    doubts = _doubts(rule, facts, on) if rule else ()
    return EnrolmentAnswer(not reasons, tuple(reasons), doubts, policy.id, rule.source if rule else policy.source)


def tier_too_young(policy: Policy, birth: date, tier_fen: int, on: date) -> Reason | None:
    """A tier chosen by somebody who is not old enough to join: it is told, and holds nothing back."""
    rule = policy.value(Enrolment, on)
    if not tier_fen or rule is None or on >= birthday(birth, rule.min_age):
        return None
    words = _("未满 {age} 周岁，却选了 {tier} 元档").format(age=rule.min_age, tier=money.short(tier_fen))
    return Reason("tier_too_young", words, _("请核对出生日期；没有错的，到 {age} 周岁再选档").format(age=rule.min_age))


def _hindered(hindrance: Hindrance) -> Reason:
    cure = {
        Hindrance.EMPLOYEE_SCHEME: _("职工保险停保后可以参保"),
        Hindrance.PUBLIC_STAFF: _("离开单位后可以参保"),
        Hindrance.STUDENT: _("毕业离校后可以参保"),
        Hindrance.SOLDIER: _("退役后可以参保"),
        Hindrance.PRISONER: _("刑满后可以参保；已参保的年限保留"),
        Hindrance.ABROAD: _("回国恢复户口后可以参保"),
        Hindrance.HUKOU_ELSEWHERE: _("请到户口所在地参保；持居住证的请问乡镇是否受理"),
    }[hindrance]
    return Reason(hindrance.value, hindrance.in_words(), cure)


def _too_young(rule: Enrolment, facts: PersonFacts, on: date) -> Reason | None:
    from_day = birthday(facts.birth, rule.min_age)
    if on >= from_day:
        return None
    words = _("未满 {age} 周岁").format(age=rule.min_age)
    return Reason("too_young", words, _("{day} 起可以参保").format(day=from_day))


def _moved_in(policy: Policy, rule: Enrolment, facts: PersonFacts, on: date) -> Reason | None:
    """Who moved in after reaching the age of drawing must have lived here for some years first."""
    entitled = policy.value(EntitlementRule, on)
    if not (rule.moved_in_years and entitled and facts.moved_in) or age(facts.birth, facts.moved_in) < entitled.age:
        return None
    from_day = birthday(facts.moved_in, rule.moved_in_years)
    if on >= from_day:
        return None
    words = _("户口迁入本地未满 {years} 年").format(years=rule.moved_in_years)
    return Reason("moved_in", words, _("{day} 起可以参保").format(day=from_day))


def _doubts(rule: Enrolment, facts: PersonFacts, on: date) -> tuple[Reason, ...]:
    years = age(facts.birth, on)
    if Hindrance.STUDENT not in facts.hindrances or not rule.student_doubt_age or years < rule.student_doubt_age:
        return ()
    words = _("已 {age} 岁仍登记为在校学生").format(age=years)
    return (Reason("old_student", words, _("请核实是否已经毕业")),)
