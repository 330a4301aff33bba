"""May a person draw the pension (R6, R7), from which month, and if not: the missing condition and its cure.

Never a bare no. Decides by the facts and the policy alone; contradictory facts leave the answer undecided.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics.ages import age, birthday
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.domain.policy.mechanisms.bundling import Bundling
from village_desk.domain.policy.mechanisms.enrolment import min_age
from village_desk.domain.policy.mechanisms.entitlement import EntitlementRule, TurningYear, years_to_pay
from village_desk.domain.policy.mechanisms.programme import Programme
from village_desk.domain.policy.mechanisms.scheme_start import began
from village_desk.domain.policy.mechanisms.start_cohort import StartCohort
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import contradictions, missed_years
from village_desk.domain.rules.missed_years import MissedYears
from village_desk.domain.rules.person_facts import Child, Left, PaidYear, PersonFacts, YearKind
from village_desk.words import _

YEARS_NOT_KNOWN = "years_not_known"
"""The code of the reason that the desk has no record of earlier years, of which nobody said that they were not paid."""


class Answer(Enum):
    """YES: now. NOT_YET: when the age comes. NO: something is missing. UNDECIDED: the facts do not let us say."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"
    PAUSED = "paused"
    ENDED = "ended"
    UNDECIDED = "undecided"

    def in_words(self) -> str:
        """The word at the head of the answer."""
        return {
            "yes": _("可以领取"),
            "not_yet": _("还没到龄"),
            "no": _("暂时不能领取"),
            "paused": _("已暂停领取"),
            "ended": _("已终止"),
            "undecided": _("说不准，要先核实"),
        }[self.value]


@value
class Entitlement:
    """The answer with its grounds.

    ``first`` is the first month (for NOT_YET: the expected one; None where the years cannot be enough by then as far
    as is known), ``base_only`` that no paid years were needed. ``coming``: the years up to the age that are still to
    pay; ``short``: the years that will be missing at the age even if all of these are paid, to be made up by the back
    payment ``missed``, if the policy lets it. ``between``: the earliest and the latest possible first month, where it
    hangs on a payment without a day.
    ``blocked_above``: entitled here, but the upper system asks for ``need_pay_year`` first (W20). ``contradictory``:
    the reasons list facts that do not fit together, after notes that this program does not understand.
    """

    answer: Answer
    reasons: tuple[Reason, ...]
    policy: str
    source: Source
    first: Month | None = None
    last: Month | None = None
    required: int = 0
    paid: int = 0
    missing: int = 0
    open_years: tuple[int, ...] = ()
    coming: tuple[int, ...] = ()
    short: int = 0
    missed: MissedYears | None = None
    base_only: bool = False
    blocked_above: bool = False
    need_pay_year: int | None = None
    contradictory: bool = False
    between: tuple[Month, Month] | None = None


@value
class _Asked:
    """The question of one person on a day: the rule, and what it makes of the facts.

    ``reached``: the day on which the age of drawing is reached; ``paid``: the years that count, of which ``needed`` are
    needed; ``start``: when the scheme began, None where the file does not say.
    """

    policy: Policy
    rule: EntitlementRule
    facts: PersonFacts
    on: date
    reached: date
    paid: Mapping[int, PaidYear]
    needed: int
    start: date | None

    def answered(self, answer: Answer, reasons: tuple[Reason, ...], first: Month | None = None) -> Entitlement:
        """An answer with the years that are needed and paid."""
        needed, paid = self.needed, len(self.paid)
        return Entitlement(answer, reasons, self.policy.id, self.rule.source, first, required=needed, paid=paid)


def _asked(policy: Policy, rule: EntitlementRule, facts: PersonFacts, on: date) -> _Asked:
    reached, needed = birthday(facts.birth, rule.age), required(policy, rule, facts.birth, on)
    return _Asked(policy, rule, facts, on, reached, facts.years(on), needed, began(policy))


def decide(policy: Policy, facts: PersonFacts, on: date) -> Entitlement:
    """Whether, and from which month, a person draws the pension, as seen on a day."""
    if facts.left and not facts.death:
        return _left(policy, facts, facts.left, on)
    rule = policy.value(EntitlementRule, on)
    if rule is None:
        reason = Reason("no_rule", _("政策文件没有写这一天的领取条件"), _("请向乡镇要本县现行政策文件并读入"))
        return Entitlement(Answer.UNDECIDED, (*facts.not_understood, reason), policy.id, policy.source)
    wrong = contradictions.find(facts, on, min_age(policy, on), rule.age)
    if wrong:
        reasons = (*facts.not_understood, *wrong)
        return Entitlement(Answer.UNDECIDED, reasons, policy.id, rule.source, contradictory=True)
    if facts.death:
        return _ended(policy, rule, facts, facts.death)
    if facts.not_understood:
        return Entitlement(Answer.UNDECIDED, facts.not_understood, policy.id, rule.source)
    found = _as_far_as_known(facts, _by_years(_asked(policy, rule, facts, on)), on)
    return _hindered(policy, facts, on, found)


def _as_far_as_known(facts: PersonFacts, found: Entitlement, on: date) -> Entitlement:
    """Of who is enrolled, years before the first one on record may be paid: then nothing says that they are missing."""
    if not facts.enrolled or facts.drawing_by or any(not each.by_receipt for each in facts.paid):
        return found
    first = min([each.year for each in facts.paid], default=on.year)
    unknown = [year for year in found.open_years if year < first]
    if not unknown or found.answer not in (Answer.NO, Answer.NOT_YET):
        return found
    words = _("本台没有以前年度的缴费记录（{first}—{last} 年），这里先按没缴过算")
    cure = _("缴过的请照缴费本或镇所的明细，在“记载”里补记")
    reason = Reason(YEARS_NOT_KNOWN, words.format(first=unknown[0], last=unknown[-1]), cure)
    answer = Answer.UNDECIDED if found.answer is Answer.NO else found.answer
    return replace(found, answer=answer, reasons=(reason, *found.reasons))


def required(policy: Policy, rule: EntitlementRule, birth: date, on: date) -> int:
    """How many paid years somebody needs here; a start cohort need not pay its turning year."""
    start = began(policy)
    turning = TurningYear.WAIVED if policy.value(StartCohort, birth) else rule.turning_year
    if start is None:
        return rule.min_years
    return min(rule.min_years, len(years_to_pay(birth, min_age(policy, on), rule.age, start, turning)))


def condition_met(paid: list[PaidYear], needed: int, reached: date, on: date) -> tuple[date, date]:
    """The earliest and the latest day on which age and years can have been both there (W10), as seen on a day.

    A year paid in its own year up to the turning year never delays; a year paid later counts from its day. The two
    days differ only where a payment that counts has no day.
    """
    if not needed:
        return reached, reached
    late = [each for each in paid if not _in_time(each, reached)]
    in_time = [reached] * (len(paid) - len(late))
    first = sorted(in_time + [max(each.earliest, reached) for each in late])
    last = sorted(in_time + [max(each.day or min(each.latest, on), reached) for each in late])
    return first[needed - 1], last[needed - 1]


def _in_time(paid: PaidYear, reached: date) -> bool:
    in_its_year = paid.day is None or paid.day.year <= paid.year
    return paid.kind is not YearKind.BACK_PAID and paid.year <= reached.year and in_its_year


def _by_years(asked: _Asked) -> Entitlement:
    facts, start = asked.facts, asked.start
    if start and asked.reached < start and not facts.drawn_from:
        reason = Reason("sixty_at_start", _("制度启动时已满 {age} 周岁，不用缴费").format(age=asked.rule.age))
        found = replace(asked.answered(Answer.YES, (reason,), Month.of(start)), required=0, base_only=True)
        return _drawing(facts, found) if facts.drawn_seen else found
    if asked.reached > asked.on:
        return _before_the_age(asked)
    if facts.drawing_by:
        return _drawing(facts, asked.answered(Answer.YES, ()))
    if len(asked.paid) < asked.needed:
        return _programme(asked, _after_the_age(asked))
    return _blocked_above(asked, _since(asked))


def _drawing(facts: PersonFacts, found: Entitlement) -> Entitlement:
    """The county has decided already; a first month and years that the desk does not know of are only remarked on."""
    reasons = [*found.reasons, _drawn_since(facts)]
    if found.paid < found.required:
        words = _("本台只有 {paid} 年缴费记录，少于 {needed} 年；县里已核定领取")
        cure = _("要补全记录，可向乡镇索取缴费明细")
        reasons.append(Reason("years_unknown", words.format(paid=found.paid, needed=found.required), cure))
    base_only = not found.paid and not found.required
    return replace(found, first=facts.drawn_from, reasons=tuple(reasons), base_only=base_only)


def _drawn_since(facts: PersonFacts) -> Reason:
    """The first month of drawing as it was told; else the first that a list here shows, which is no first month."""
    if facts.drawn_from:
        return Reason("drawing", _("{month}起领取").format(month=facts.drawn_from.in_chinese()))
    seen = facts.drawn_seen.in_chinese() if facts.drawn_seen else ""
    words = _("本台见到的最早发放月份是{month}，实际起领月份不知道").format(month=seen)
    return Reason("first_month_unknown", words, _("请照待遇核定表或存折问清，在“记载”里记下起领月份"))


def _since(asked: _Asked) -> Entitlement:
    """Age and years are there: from the month after the later of the two."""
    met = condition_met(list(asked.paid.values()), asked.needed, asked.reached, asked.on)
    first, last = (Month.of(day) + 1 for day in met)
    if first < last:
        return _some_month(asked, first, last)
    words = _("已满 {age} 周岁，缴费 {paid} 年（需要 {needed} 年），从{month}起领取").format(
        age=asked.rule.age, paid=len(asked.paid), needed=asked.needed, month=first.in_chinese()
    )
    answer = Answer.YES if first <= Month.of(asked.on) else Answer.NOT_YET
    cure = _("请带身份证、户口簿和银行卡办理领取手续")
    found = asked.answered(answer, (Reason("entitled", words, cure),), first)
    return found if asked.paid or asked.needed else replace(found, base_only=True)


def _some_month(asked: _Asked, first: Month, last: Month) -> Entitlement:
    """Age and years are there, but a payment on which the first month hangs has no day: only bounds are known."""
    words = _("已满 {age} 周岁，缴费 {paid} 年（需要 {needed} 年）")
    words = words.format(age=asked.rule.age, paid=len(asked.paid), needed=asked.needed)
    entitled = Reason("entitled", words, _("请带身份证、户口簿和银行卡办理领取手续"))
    bounds = _("有的年度没有记是哪天缴的，起领月份不知道：不早于{first}，不晚于{last}")
    bounds = bounds.format(first=first.in_chinese(), last=last.in_chinese())
    unknown = Reason("first_unknown", bounds, _("请问镇所，或照票据把缴费日期记上（划掉重记）"))
    return replace(asked.answered(Answer.YES, (entitled, unknown)), between=(first, last))


def _blocked_above(asked: _Asked, found: Entitlement) -> Entitlement:
    """The cohort that may draw here without the turning year, while the upper system asks for that year (W20)."""
    cohort = asked.policy.value(StartCohort, asked.facts.birth)
    year = asked.reached.year
    if cohort is None or not cohort.blocked_above or year in asked.paid:
        return found
    words = _("按本地规定不用缴 {year} 年，但上级系统要先缴 {year} 年才放行").format(year=year)
    cure = _("缴上 {year} 年的费即可；或由乡镇报县里统一处理").format(year=year)
    reasons = (*found.reasons, Reason("blocked_above", words, cure))
    return replace(found, blocked_above=True, need_pay_year=year, reasons=reasons)


def _programme(asked: _Asked, found: Entitlement) -> Entitlement:
    """A programme of the time lets a special group draw the base pension without the years (R7)."""
    policy, facts, on = asked.policy, asked.facts, asked.on
    for programme in policy.holding(Programme, on):
        if shared := programme.groups & facts.groups(on):
            words = _("属于{group}，政策期内不用缴满年限，可以领取基础养老金").format(
                group=special_groups.name(policy, min(shared))
            )
            reason = Reason("programme", words, _("请带特殊群体证明办理领取手续"))
            first = _first_of_programme(programme, facts, on, asked.reached)
            answer = Answer.YES if first <= Month.of(on) else Answer.NOT_YET
            return replace(found, answer=answer, first=first, base_only=True, reasons=(reason,))
    named = {group for programme in policy.holding(Programme, on) for group in programme.groups}
    unsure = [each for each in facts.unsure if each.group in named and each.period.holds(on)]
    if not unsure:
        return found
    words = _("不清楚是不是{group}（{source}写着“{stated}”）；是的话不用缴满年限").format(
        group=special_groups.name(policy, unsure[0].group), source=unsure[0].source, stated=unsure[0].stated
    )
    reason = Reason("programme_unsure", words, _("请对照名单，在特殊群体里记属于或不属于"))
    return replace(found, answer=Answer.UNDECIDED, reasons=(reason, *found.reasons))


def _first_of_programme(programme: Programme, facts: PersonFacts, on: date, reached: date) -> Month:
    """The month after the age was reached and the group joined, but none before the programme.

    The month of the day where nobody knows when the group was joined.
    """
    held = [each for each in facts.memberships if each.group in programme.groups and each.period.holds(on)]
    earliest = min(held, key=lambda each: each.period.first)
    if not earliest.begin_known:
        return max(Month.of(programme.period.first), Month.of(on))
    joined = earliest.period.first
    return max(Month.of(programme.period.first), Month.of(max(reached, joined)) + 1)


def _before_the_age(asked: _Asked) -> Entitlement:
    """The age is still to come: are there years enough if every one from now on is paid, and the missed ones back?"""
    policy, on = asked.policy, asked.on
    past, gaps, coming = _unpaid(asked)
    missing = max(0, asked.needed - len(asked.paid))
    short = max(0, missing - len(coming))
    groups = asked.facts.groups(on)
    missed = missed_years.needed(policy, short, past, on, groups) if short else None
    first = None if short and not missed else Month.of(asked.reached) + 1
    reasons = [_age_to_come(first, short, asked.reached, asked.rule.age), _enough(asked, missing, coming)]
    if short:
        words = _("以后年年都缴，到龄时还差 {short} 年").format(short=short)
        reasons.append(Reason("years_short", words, missed_years.advice(policy, short, past, on, groups, missed)))
    return Entitlement(
        Answer.NOT_YET,
        tuple(reasons),
        policy.id,
        asked.rule.source,
        first,
        required=asked.needed,
        paid=len(asked.paid),
        missing=missing,
        open_years=gaps,
        coming=coming,
        short=short,
        missed=missed,
    )


def _age_to_come(first: Month | None, short: int, reached: date, needed: int) -> Reason:
    """When the age comes, and what it brings: a month is promised only where the years can be enough."""
    if first is None:
        return Reason("age", _("{day} 满 {age} 周岁，那时年限还不够").format(day=reached, age=needed))
    words = _("{day} 满 {age} 周岁，补够年限就从{month}起领取") if short else _("{day} 满 {age} 周岁，从{month}起领取")
    words = words.format(day=reached, age=needed, month=first.in_chinese())
    return Reason("age", words, _("到龄前一个月请带身份证、户口簿和银行卡办理手续"))


def _after_the_age(asked: _Asked) -> Entitlement:
    """The age is there, the years are not: how many are missing, and which could be paid."""
    policy, rule, on = asked.policy, asked.rule, asked.on
    _past, gaps, _coming = _unpaid(asked)
    missing = asked.needed - len(asked.paid)
    groups = asked.facts.groups(on)
    words = _("已满 {age} 周岁，缴费 {paid} 年，还差 {missing} 年")
    words = words.format(age=rule.age, paid=len(asked.paid), missing=missing)
    missed = missed_years.needed(policy, missing, gaps, on, groups)
    reason = Reason("years_missing", words, missed_years.advice(policy, missing, gaps, on, groups, missed))
    reasons = (reason, *_turning_year(asked, gaps, missing)) if asked.start else (_start_unknown(rule), reason)
    return Entitlement(
        Answer.NO if asked.start else Answer.UNDECIDED,
        reasons,
        policy.id,
        rule.source,
        required=asked.needed,
        paid=len(asked.paid),
        missing=missing,
        open_years=gaps,
        short=missing,
        missed=missed,
    )


def _start_unknown(rule: EntitlementRule) -> Reason:
    return Reason(
        "no_scheme_start",
        _("政策文件没有写本县制度启动日期，所需年限先按 {years} 年算").format(years=rule.min_years),
        _("请向乡镇要本县启动日期；启动时已满 {age} 周岁的不用缴费").format(age=rule.age),
    )


def _unpaid(asked: _Asked) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """The years that are not paid and could be or could have been, from the least age to the age of drawing.

    Those before the year of the day, those up to it, and those from it on. Where the start is not known: since the
    policy's own rule of drawing holds, or since the first year that was paid.
    """
    rule, paid = asked.rule, asked.paid
    start = asked.start or date(min([*paid, rule.period.first.year]), 1, 1)
    years = years_to_pay(asked.facts.birth, min_age(asked.policy, asked.on), rule.age, start, rule.turning_year)
    unpaid = tuple([year for year in years if year not in paid])
    now, after = bisect_left(unpaid, asked.on.year), bisect_right(unpaid, asked.on.year)
    return unpaid[:now], unpaid[:after], unpaid[now:]


def _enough(asked: _Asked, missing: int, coming: tuple[int, ...]) -> Reason:
    words = _("已缴 {paid} 年，需要 {needed} 年，到龄前还能缴 {coming} 年").format(
        paid=len(asked.paid), needed=asked.needed, coming=len(coming)
    )
    if not missing:
        return Reason("years_enough", words, _("年限已够；多缴一年，养老金多一些"))
    if missing > len(coming):
        return Reason("years_to_pay", words, _("以后每年都要按时缴费"))
    return Reason("years_to_pay", words, _("请每年按时缴费，至少还要缴 {missing} 年").format(missing=missing))


def _turning_year(asked: _Asked, gaps: tuple[int, ...], missing: int) -> tuple[Reason, ...]:
    """Advice when only the fee of this year, the turning year, is missing: paying it loses no month (W10)."""
    reached = asked.reached
    if missing != 1 or reached.year != asked.on.year or reached.year not in gaps:
        return ()
    words = _("只差今年（{year} 年）这一年").format(year=reached.year)
    cure = _("年内缴清，养老金从{month}起补发").format(month=(Month.of(reached) + 1).in_chinese())
    return (Reason("turning_year", words, cure),)


def _hindered(policy: Policy, facts: PersonFacts, on: date, found: Entitlement) -> Entitlement:
    """Hindrances although age and years are there: another pension, a child, a pause."""
    other = next((each for each in facts.other_pensions if each.holds(Month.of(on))), None)
    if other:
        words = _("正在领取{other}，不能再领本待遇").format(other=other.kind.in_words())
        cure = _("只能领一份；已缴的个人账户（不含政府补贴）可以退给本人，请到乡镇办理终止")
        return replace(found, answer=Answer.NO, reasons=(Reason("other_pension", words, cure),))
    if found.base_only and policy.value(Bundling, on) and (bound := _bundled(policy, facts, on)):
        answer, reason = bound
        return replace(found, answer=answer, reasons=(*found.reasons, reason))
    if facts.paused_from and found.answer is Answer.YES:
        words = _("从{month}起暂停发放").format(month=facts.paused_from.in_chinese())
        reason = Reason("paused", words, _("请先办理资格认证或说明情况，恢复后按规定补发"))
        return replace(found, answer=Answer.PAUSED, reasons=(*found.reasons, reason))
    return found


def _bundled(policy: Policy, facts: PersonFacts, on: date) -> tuple[Answer, Reason] | None:
    """Why the children bind an elder, or None: one has not enrolled, or it is not known whether all have (W21)."""
    if not facts.children:
        return None if facts.childless else (Answer.UNDECIDED, _children_unknown())
    due = [(child, _must_enrol(policy, child, on)) for child in facts.children]
    if missing := sum(must is True for _child, must in due):
        words = _("有 {count} 个应参保的子女还没有参保").format(count=missing)
        return Answer.NO, Reason("child_not_enrolled", words, _("子女参保缴费后，老人从下个月起领取"))
    unknown = [child.name or _("一个子女") for child, must in due if must is None]
    if not unknown:
        return None
    words = _("不清楚该不该参保、参保没有：{names}").format(names=_("、").join(unknown))
    return Answer.UNDECIDED, Reason("child_unknown", words, _("请问清子女的参保情况，划掉亲属里那一条重记"))


def _children_unknown() -> Reason:
    words = _("本地要看子女参保没有，还没有记子女")
    return Reason("children_unknown", words, _("请在亲属里记下每个子女；没有子女的，记“没有子女”"))


def _must_enrol(policy: Policy, child: Child, on: date) -> bool | None:
    """Whether a child has not enrolled and should have: of paying age, no student, in no other scheme; or unknown."""
    rule = policy.value(EntitlementRule, on)
    ages = range(min_age(policy, on), rule.age if rule else 0)
    aged = {age(day, on) in ages for day in (child.birth, child.born_by or child.birth) if day}
    if child.enrolled or child.student or child.other_pension_scheme or aged == {False}:
        return False
    is_known = None not in (child.enrolled, child.student, child.other_pension_scheme) and aged == {True}
    return True if is_known else None


def _left(policy: Policy, facts: PersonFacts, left: Left, on: date) -> Entitlement:
    """The village struck the person off: nothing is decided about a pension here any more (R13)."""
    words = _("已登记注销：{reason}").format(reason=left.reason)
    if left.on:
        words = _("{day} 起注销：{reason}").format(day=left.on, reason=left.reason)
    reasons = (Reason("left", words, _("登记错了的，请撤销注销")), *facts.not_understood)
    return Entitlement(Answer.ENDED, reasons, policy.id, policy.source, paid=len(facts.years(on)))


def _ended(policy: Policy, rule: EntitlementRule, facts: PersonFacts, death: date) -> Entitlement:
    last = Month.of(death)
    words = _("已于 {death} 死亡，养老金发到{month}为止").format(death=death, month=last.in_chinese())
    reason = Reason("died", words, _("请家属办理注销登记，结算个人账户余额和丧葬补助金"))
    found = Entitlement(
        Answer.ENDED, (reason, *facts.not_understood), policy.id, rule.source, paid=len(facts.years(death))
    )
    return replace(found, first=facts.drawn_from, last=last)
