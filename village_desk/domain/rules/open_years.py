"""Who may pay, and for which years (R1, R6): each year with what a payment would be to it, or why it is closed.

The rules of the day of payment govern, those of missed years too. Knows nothing of tiers and amounts.
"""

from dataclasses import replace
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.ages import birthday
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.payment_kinds import PaymentKind
from village_desk.domain.policy.mechanisms.back_payment import BackPayment
from village_desk.domain.policy.mechanisms.enrolment import min_age
from village_desk.domain.policy.mechanisms.entitlement import EntitlementRule, TurningYear
from village_desk.domain.policy.mechanisms.scheme_start import began
from village_desk.domain.policy.mechanisms.second_payment import SecondPayment, most_fen
from village_desk.domain.policy.mechanisms.start_cohort import StartCohort
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.eligibility import required
from village_desk.domain.rules.enrolment import may_enrol
from village_desk.domain.rules.person_facts import (
    NOT_UNDERSTOOD,
    PersonFacts,
    YearKind,
    months_paid,
)
from village_desk.words import _

_CLOSES = (YearKind.WAIVED, YearKind.BROUGHT_IN)
"""Years that somebody else settled: nothing is added to them."""


@value
class Year:
    """A year that could be asked for: what a payment would be to it; ``why_not`` is why it is closed.

    ``questions`` must be answered with yes before money is taken.
    """

    year: int
    kind: PaymentKind
    why_not: Refused | None = None
    questions: tuple[Asked, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it can be paid for, once its questions are answered."""
        return self.why_not is None


def may_pay(policy: Policy, facts: PersonFacts, on: date) -> Refused | None:
    """Why nothing may be taken from this person for any year; None where nothing stands in the way."""
    if facts.left and (facts.left.on is None or facts.left.on <= on):
        words = _("已登记注销：{reason}").format(reason=facts.left.reason)
        cure, command = _("不再收费；登记错了的，请先撤销注销"), _("不再收费；登记错了的，请先用 reinstate 撤销注销")
        return Refused(words, cure, "left", "year", by_command=command)
    if facts.death and facts.death <= on:
        words = _("记了 {day} 死亡，死亡以后不再缴费").format(day=facts.death)
        return _noted(words, "", "noted_dead")
    drawing = facts.drawing_by
    if drawing and drawing <= Month.of(on):
        words = _("{month}已在领取养老金，不用再缴").format(month=drawing.in_chinese())
        return Refused(words, _("名单有错的，请先告诉镇所"), "drawing", "year")
    other = next((each for each in facts.other_pensions if each.holds(Month.of(on))), None)
    if other:
        words = _("正在领取{other}，只能领一份，不用再缴").format(other=other.kind.in_words())
        return _noted(words, "", "other_pension")
    why = next(iter(may_enrol(policy, facts, on).reasons), None)
    if why is not None and why.code == "too_young":
        return Refused(why.words, why.cure, why.code, "year")
    return _noted(why.words, why.cure, why.code) if why else None


def year_of(policy: Policy, facts: PersonFacts, year: int, on: date, again: bool = False) -> Year:
    """A year as it stands for this person on a day; ``again``: somebody wants to pay it although it is paid."""
    hindered = may_pay(policy, facts, on)
    if hindered:
        return Year(year, _usual(year, on), hindered)
    found = _out_of_reach(policy, facts, year, on) or _of_employee(facts, year, on)
    found = found or _paid(policy, facts, year, on, again)
    found = found or _by_age(policy, facts, year, on)
    if found.is_open and facts.not_understood:
        return replace(found, questions=(_unread(facts), *found.questions))
    return found


def open_years(policy: Policy, facts: PersonFacts, on: date) -> tuple[Year, ...]:
    """All years from the first that could be asked for up to this one, the latest first; closed ones with why."""
    first = min(_first(policy, facts, on), on.year)
    return tuple(year_of(policy, facts, year, on) for year in range(on.year, first - 1, -1))


def owes(policy: Policy, facts: PersonFacts, on: date) -> bool:
    """Whether this year's fee is to be collected from this person: open, and not a missed or a topped-up year."""
    found = year_of(policy, facts, on.year, on)
    return found.is_open and found.kind in (PaymentKind.REGULAR, PaymentKind.INSTALMENT)


def _noted(words: str, cure: str, code: str) -> Refused:
    """Refused by something that was noted: a note may be wrong, or true no more."""
    strike = _("记错了或情况变了的，请先在此人的“记载”里划掉")
    by_command = _("记错了或情况变了的，请先用 note list 看编号，用 note strike 划掉")
    both = _("。").join
    first = [cure] if cure else []
    return Refused(words, both([*first, strike]), code, "year", by_command=both([*first, by_command]))


def _unread(facts: PersonFacts) -> Asked:
    reason = facts.not_understood[0]
    return Asked(reason.words, _("{cure}。确实要收的，再收").format(cure=reason.cure), NOT_UNDERSTOOD, "notes-unread")


def _usual(year: int, on: date) -> PaymentKind:
    return PaymentKind.REGULAR if year >= on.year else PaymentKind.BACK_PAYMENT


def _start(policy: Policy, on: date) -> int:
    """The first year of the scheme here; where the file does not say, the first of its own rule of drawing."""
    start, rule = began(policy), policy.value(EntitlementRule, on)
    return start.year if start else (rule.period if rule else policy.period).first.year


def _first(policy: Policy, facts: PersonFacts, on: date) -> int:
    return max(_start(policy, on), facts.birth.year + min_age(policy, on))


def _out_of_reach(policy: Policy, facts: PersonFacts, year: int, on: date) -> Year | None:
    """A year to come, or one before the scheme began or the person was old enough."""
    first = _first(policy, facts, on)
    if first <= year <= on.year:
        return None
    kind, cure = _usual(year, on), _("可以缴 {first} 到 {last} 年").format(first=first, last=on.year)
    if year > on.year:
        return Year(year, kind, Refused(_("{year} 年还没有到").format(year=year), cure, "year", "year"))
    if year >= _start(policy, on):
        words = _("{year} 年底还没满 {age} 周岁").format(year=year, age=min_age(policy, on))
        return Year(year, kind, Refused(words, cure, "too_young", "year"))
    if began(policy):
        words = _("{year} 年本地制度还没有启动").format(year=year)
        return Year(year, kind, Refused(words, cure, "year", "year"))
    words = _("政策文件没有写本县制度哪天启动，{year} 年不知道能不能缴").format(year=year)
    return Year(year, kind, Refused(words, _("{cure}；更早的请问乡镇人社所").format(cure=cure), "year", "year"))


def _of_employee(facts: PersonFacts, year: int, on: date) -> Year | None:
    """A year that was paid in the employee scheme from end to end counts only there (R15)."""
    if months_paid(facts.employee, year) < 12:
        return None
    words = _("{year} 年的十二个月都缴了职工养老保险").format(year=year)
    cure = _("这一年不再缴；记错了的，请先在此人的“记载”里划掉")
    by_command = _("这一年不再缴；记错了的，请先用 note list 看编号，用 note strike 划掉")
    refused = Refused(words, cure, "employee_year", "year", by_command=by_command)
    return Year(year, _usual(year, on), refused)


def _paid(policy: Policy, facts: PersonFacts, year: int, on: date, again: bool) -> Year | None:
    """A year that is paid, or of which a part is paid; None when nothing of it is."""
    parts = [each for each in facts.payments(year, on) if not each.finishes]
    whole = year in facts.years(on)
    if parts and not whole:
        late = (_late_part(year),) if year < on.year else ()
        return Year(year, PaymentKind.INSTALMENT, questions=late)
    if again or not (whole or year in facts.elsewhere or year in facts.unread_years):
        return None
    return _top_up(policy, facts, year, on)


def _late_part(year: int) -> Asked:
    words = _("{year} 年的费去年没有缴完").format(year=year)
    return Asked(words, _("现在还能不能接着缴，请先问镇所；镇所说可以的，再收"), "instalment_late", "late-part", "year")


def _top_up(policy: Policy, facts: PersonFacts, year: int, on: date) -> Year:
    """A paid year, which may be topped up within itself where the place allows a second payment."""
    payments = facts.payments(year, on)
    before = sum(each.tier_fen for each in payments)
    rule = policy.value(SecondPayment, on)
    paid = _("{year} 年已经缴过").format(year=year)
    paid += _(" {amount} 元").format(amount=money.short(before)) if before else ""
    closed = Year(year, PaymentKind.TOP_UP)
    if rule is None or not rule.allowed or year != on.year:
        return replace(closed, why_not=Refused(paid, _no_second(rule, year, on), "already_paid", "year"))
    if any(each.kind is YearKind.BACK_PAID for each in payments):
        cure = _("补缴的年份按核定的档次缴，不能再补高")
        return replace(closed, why_not=Refused(paid, cure, "back_paid_year", "year"))
    if not payments or any(each.kind in _CLOSES for each in payments):
        cure = _("缴了多少、由谁缴的，请看缴费凭证；要再缴的请问镇所")
        return replace(closed, why_not=Refused(paid, cure, "already_paid", "year"))
    if not rule.is_open(on):
        assert rule.window
        cure = _("二次缴费每年 {first} 至 {last} 办理").format(first=rule.window[0], last=rule.window[1])
        return replace(closed, why_not=Refused(paid, cure, "second_payment_window", "year"))
    most = most_fen(policy, rule, on)
    if before >= most:
        cure = _("全年合计最多 {most} 元，不能再缴").format(most=money.short(most))
        return replace(closed, why_not=Refused(paid, cure, "second_payment_most", "year"))
    return closed


def _no_second(rule: SecondPayment | None, year: int, on: date) -> str:
    if year == on.year and rule is None:
        return _("政策没有写能不能再缴一次补高，请问镇所")
    return _("一年只缴一次；要补高的，下一年选高一档")


def _by_age(policy: Policy, facts: PersonFacts, year: int, on: date) -> Year:
    """An unpaid year, before the age of drawing, of its turning year, or after it."""
    rule = policy.value(EntitlementRule, on)
    if rule is None:
        return Year(year, _usual(year, on)) if year == on.year else _missed(policy, facts, year, on, None)
    reached, start = birthday(facts.birth, rule.age), began(policy)
    if start and reached < start:
        words = _("制度启动时已满 {age} 周岁，不用缴费").format(age=rule.age)
        return Year(year, _usual(year, on), Refused(words, _("直接办理领取手续"), "sixty_at_start", "year"))
    if year == on.year <= reached.year:
        return Year(year, PaymentKind.REGULAR, questions=_turning(policy, facts, rule, year, reached))
    found = _missed(policy, facts, year, on, rule)
    return replace(found, questions=(*found.questions, *_turning(policy, facts, rule, year, reached)))


def _turning(policy: Policy, facts: PersonFacts, rule: EntitlementRule, year: int, reached: date) -> tuple[Asked, ...]:
    """The year of the age may be one that need not be paid here; the upper system may ask for it all the same."""
    cohort = policy.value(StartCohort, facts.birth)
    waived = rule.turning_year is TurningYear.WAIVED or cohort is not None
    if year != reached.year or not waived or (cohort and cohort.blocked_above):
        return ()
    words = _("{year} 年满 {age} 周岁，本地规定到龄那一年不用缴").format(year=year, age=rule.age)
    return (Asked(words, _("上级系统要先缴才放行的，再收"), "turning_year_waived", "turning-year", "year"),)


def _missed(policy: Policy, facts: PersonFacts, year: int, on: date, rule: EntitlementRule | None) -> Year:
    """A missed year, or one after the age: whether it can be paid back."""
    back, found = policy.value(BackPayment, on), Year(year, PaymentKind.BACK_PAYMENT)
    if back and not back.allowed:
        words, cure = _("{year} 年没有缴，现行政策不办补缴").format(year=year), _("请问乡镇人社所是否另有规定")
        return replace(found, why_not=Refused(words, cure, "back_payment", "year"))
    why_not = _past_the_age(policy, back, facts, on, rule) or (_too_many(back, facts) if back else None)
    if back or why_not:
        return replace(found, why_not=why_not)
    words = _("现行政策没有写 {year} 年能不能补缴").format(year=year)
    cure = _("请先问镇所；镇所说可以的，再收")
    return replace(found, questions=(Asked(words, cure, "back_payment_unknown", "township-agreed", "year"),))


def _too_many(back: BackPayment, facts: PersonFacts) -> Refused | None:
    count = len({each.year for each in facts.paid if each.kind is YearKind.BACK_PAID})
    if not back.most_years or count < back.most_years:
        return None
    words = _("已经补缴过 {count} 年，一个人最多补缴 {most} 年").format(count=count, most=back.most_years)
    return Refused(words, _("不能再补；请问乡镇人社所是否另有规定"), "back_payment_limit", "year")


def _past_the_age(
    policy: Policy, back: BackPayment | None, facts: PersonFacts, on: date, rule: EntitlementRule | None
) -> Refused | None:
    """Past the age only what is missing may be paid, and only where the place lets it."""
    reached = birthday(facts.birth, rule.age) if rule else on
    if rule is None or on <= reached:
        return None
    needed, paid = required(policy, rule, facts.birth, on), len(facts.years(on))
    if paid >= needed:
        words = _("已满 {age} 周岁，缴费 {paid} 年（需要 {needed} 年），年限已够")
        words = words.format(age=rule.age, paid=paid, needed=needed)
        return Refused(words, _("不用再缴，可以办理领取手续"), "years_enough", "year")
    if back and not back.after_age:
        words = _("{day} 已满 {age} 周岁，本地规定到龄以后不能再缴").format(day=reached, age=rule.age)
        return Refused(words, _("年限不够的，请到乡镇人社所询问"), "after_age", "year")
    return None
