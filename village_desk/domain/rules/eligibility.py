"""May somebody draw the pension (R6, R7), from which month, and if not: what is missing and what would cure it.

Never a bare no. Decides by the facts and the policy alone; contradictions leave it undecided.
"""

from dataclasses import replace
from datetime import date

from village_desk.domain.basics.ages import age, birthday
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import valid
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.policy.back_payment import TurningYear, years_to_pay
from village_desk.domain.policy.entitlement_rules import EntitlementRule
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import contradictions, missing_years
from village_desk.domain.rules.entitlement import Answer, Entitlement
from village_desk.domain.rules.person_facts import PaidYear, PersonFacts, YearKind
from village_desk.words import _


def decide(policy: Policy, facts: PersonFacts, on: date) -> Entitlement:
    """Whether, and from which month, a person draws the pension, as seen on a day."""
    rule = valid(policy.entitlement, on)
    if rule is None:
        reason = Reason("no_rule", _("政策文件没有写这一天的领取条件"), _("请向乡镇要本县现行政策文件并读入"))
        return Entitlement(Answer.UNDECIDED, (reason,), policy.id, policy.source)
    wrong = contradictions.find(facts, on, policy.min_age(on), rule.age)
    if wrong:
        return Entitlement(Answer.UNDECIDED, wrong, policy.id, rule.source, contradictory=True)
    if facts.death:
        return _ended(policy, rule, facts, facts.death)
    found = _by_years(policy, rule, facts, on)
    return _hindered(policy, facts, on, found)


def required(policy: Policy, rule: EntitlementRule, birth: date, on: date) -> int:
    """How many paid years somebody needs here; a start cohort need not pay its turning year."""
    start = policy.scheme_start[0] if policy.scheme_start else None
    turning = TurningYear.WAIVED if valid(policy.start_cohorts, birth) else rule.turning_year
    if start is None:
        return rule.min_years
    return min(rule.min_years, len(years_to_pay(birth, policy.min_age(on), rule.age, start, turning)))


def condition_met(paid: list[PaidYear], needed: int, reached: date) -> date:
    """The day on which age and years were both there (W10).

    A year paid in its own year up to the turning year never delays; what is paid later counts from its day.
    """
    ready = sorted(reached if _in_time(each, reached) else max(each.day, reached) for each in paid)
    return ready[needed - 1] if needed else reached


def _in_time(paid: PaidYear, reached: date) -> bool:
    return paid.kind is not YearKind.BACK_PAID and paid.year <= reached.year and paid.day.year <= paid.year


def _by_years(policy: Policy, rule: EntitlementRule, facts: PersonFacts, on: date) -> Entitlement:
    reached = birthday(facts.birth, rule.age)
    paid = facts.years(on)
    needed = required(policy, rule, facts.birth, on)
    found = Entitlement(Answer.YES, (), policy.id, rule.source, required=needed, paid=len(paid))
    if not facts.drawn_from and policy.scheme_start and reached < policy.scheme_start[0]:
        reason = Reason("sixty_at_start", _("制度启动时已满 {age} 周岁，不用缴费").format(age=rule.age))
        first = Month.of(policy.scheme_start[0])
        return replace(found, first=first, required=0, base_only=True, reasons=(reason,))
    if reached > on:
        return missing_years.before_the_age(policy, rule, facts, on, found)
    if facts.drawn_from:
        return _drawing(facts, facts.drawn_from, found)
    if len(paid) < needed:
        return _programme(policy, facts, on, missing_years.after_the_age(policy, rule, facts, on, found))
    return _since(policy, rule, facts, on, replace(found, base_only=not paid and not needed))


def _drawing(facts: PersonFacts, first: Month, found: Entitlement) -> Entitlement:
    """The county has decided already; years that the desk does not know of are only remarked on."""
    reasons = [Reason("drawing", _("{month}起已在领取").format(month=first.in_chinese()))]
    if found.paid < found.required:
        words = _("本台只有 {paid} 年缴费记录，少于 {needed} 年；县里已核定领取")
        cure = _("要补全记录，可向乡镇索取缴费明细")
        reasons.append(Reason("years_unknown", words.format(paid=found.paid, needed=found.required), cure))
    return replace(found, first=first, reasons=tuple(reasons), base_only=not found.paid)


def _since(policy: Policy, rule: EntitlementRule, facts: PersonFacts, on: date, found: Entitlement) -> Entitlement:
    """Age and years are there: from the month after the later of the two."""
    reached = birthday(facts.birth, rule.age)
    met = condition_met(list(facts.years(on).values()), found.required, reached)
    first = Month.of(met) + 1
    words = _("已满 {age} 周岁，缴费 {paid} 年（需要 {needed} 年），从{month}起领取").format(
        age=rule.age, paid=found.paid, needed=found.required, month=first.in_chinese()
    )
    answer = Answer.YES if first <= Month.of(on) else Answer.NOT_YET
    cure = _("请带身份证、户口簿和银行卡办理领取手续")
    found = replace(found, answer=answer, first=first, reasons=(Reason("entitled", words, cure),))
    return _blocked_above(policy, rule, facts, on, found)


def _blocked_above(
    policy: Policy, rule: EntitlementRule, facts: PersonFacts, on: date, found: Entitlement
) -> Entitlement:
    """The cohort that may draw here without the turning year, while the upper system asks for it (W20)."""
    cohort = valid(policy.start_cohorts, facts.birth)
    year = birthday(facts.birth, rule.age).year
    if cohort is None or not cohort.blocked_above or year in facts.years(on):
        return found
    words = _("按本地规定不用缴 {year} 年，但上级系统要先缴 {year} 年才放行").format(year=year)
    cure = _("缴上 {year} 年的费即可；或由乡镇报县里统一处理").format(year=year)
    reasons = (*found.reasons, Reason("blocked_above", words, cure))
    return replace(found, blocked_above=True, need_pay_year=year, reasons=reasons)


def _programme(policy: Policy, facts: PersonFacts, on: date, found: Entitlement) -> Entitlement:
    """A programme of the time lets a special group draw the base pension without the years (R7)."""
    for programme in policy.programmes:
        shared = programme.groups & facts.groups(on)
        if programme.period.holds(on) and shared:
            words = _("属于{group}，政策期内不用缴满年限，可以领取基础养老金").format(
                group=policy.group_name(min(shared))
            )
            reason = Reason("programme", words, _("请带特殊群体证明办理领取手续"))
            return replace(found, answer=Answer.YES, first=Month.of(on), base_only=True, reasons=(reason,))
    return found


def _hindered(policy: Policy, facts: PersonFacts, on: date, found: Entitlement) -> Entitlement:
    """What stands in the way though age and years are there: another pension, a child, a pause."""
    other = next((each for each in facts.other_pensions if each.holds(Month.of(on))), None)
    if other:
        words = _("正在领取{other}，不能再领本待遇").format(other=other.kind.in_words())
        cure = _("只能领一份；已缴的个人账户（不含政府补贴）可以退给本人，请到乡镇办理终止")
        return replace(found, answer=Answer.NO, reasons=(Reason("other_pension", words, cure),))
    if found.base_only and valid(policy.bundling, on) and (children := _unenrolled(policy, facts, on)):
        words = _("有 {count} 个应参保的子女还没有参保").format(count=children)
        reason = Reason("child_not_enrolled", words, _("子女参保缴费后，老人从下个月起领取"))
        return replace(found, answer=Answer.NO, reasons=(*found.reasons, reason))
    if facts.paused_from and found.answer is Answer.YES:
        words = _("从{month}起暂停发放").format(month=facts.paused_from.in_chinese())
        reason = Reason("paused", words, _("请先办理资格认证或说明情况，恢复后按规定补发"))
        return replace(found, answer=Answer.PAUSED, reasons=(*found.reasons, reason))
    return found


def _unenrolled(policy: Policy, facts: PersonFacts, on: date) -> int:
    """How many children should have enrolled and have not (W21): of paying age, no student, in no other scheme."""
    rule = valid(policy.entitlement, on)
    ages = range(policy.min_age(on), rule.age if rule else 0)
    due = [child for child in facts.children if age(child.birth, on) in ages and not child.enrolled]
    return sum(not (child.student or child.other_pension_scheme) for child in due)


def _ended(policy: Policy, rule: EntitlementRule, facts: PersonFacts, death: date) -> Entitlement:
    last = Month.of(death)
    words = _("已于 {death} 死亡，养老金发到{month}为止").format(death=death, month=last.in_chinese())
    reason = Reason("died", words, _("请家属办理注销登记，结算个人账户余额和丧葬补助金"))
    paid = len(facts.years(death))
    return Entitlement(Answer.ENDED, (reason,), policy.id, rule.source, first=facts.drawn_from, last=last, paid=paid)
