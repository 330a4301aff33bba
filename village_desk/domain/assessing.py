"""One person assessed by one policy on one day: standing, strip of years, entitlement, amount, next steps.

Combines the results of the rules and decides nothing itself; where facts contradict each other it only reports that.
"""

from collections.abc import Iterator
from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics.ages import age, birthday
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.estimates.for_person import Estimate, Plan, estimate
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms import tiers
from village_desk.domain.policy.mechanisms.enrolment import min_age
from village_desk.domain.policy.mechanisms.entitlement import EntitlementRule, TurningYear
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.accounts import balance
from village_desk.domain.rules.contributions import deposits
from village_desk.domain.rules.eligibility import Answer, Entitlement, decide
from village_desk.domain.rules.enrolment import may_enrol
from village_desk.domain.rules.pensions import Pension, monthly
from village_desk.domain.rules.person_facts import NOT_UNDERSTOOD, PersonFacts
from village_desk.domain.rules.settlements import overpaid
from village_desk.domain.rules.strips import CellKind, YearCell, strip
from village_desk.words import _


class SchemeStanding(Enum):
    """A person's standing in the scheme, by all known facts."""

    TOO_YOUNG = "too_young"
    MAY_NOT_JOIN = "may_not_join"
    MAY_JOIN = "may_join"
    PAYING = "paying"
    YEARS_MISSING = "years_missing"
    MAY_APPLY = "may_apply"
    DRAWING = "drawing"
    PAUSED = "paused"
    OTHER_PENSION = "other_pension"
    ENDED = "ended"
    UNCLEAR = "unclear"

    def in_words(self) -> str:
        """The word of the pill on the person's page."""
        return {
            "too_young": _("未到参保年龄"),
            "may_not_join": _("不在参保范围"),
            "may_join": _("可以参保"),
            "paying": _("缴费中"),
            "years_missing": _("到龄缺年限"),
            "may_apply": _("可以申请领取"),
            "drawing": _("领取中"),
            "paused": _("暂停领取"),
            "other_pension": _("有其他养老待遇"),
            "ended": _("已终止"),
            "unclear": _("情况待核实"),
        }[self.value]


@value
class Assessment:
    """The assessment of a person on a day, by the named policy.

    ``pension`` is the pension due each month now; ``expected`` the estimate for a person who still pays. Both are
    None where the facts do not suffice. ``account_fen`` is the county's figure if one was noted, else worked out;
    ``provisional``: not final.
    """

    on: date
    policy: str
    standing: SchemeStanding
    strip: tuple[YearCell, ...]
    entitlement: Entitlement
    account_fen: int | None
    provisional: bool
    pension: Pension | None
    expected: Estimate | None
    next_steps: tuple[Reason, ...]

    @property
    def contradictions(self) -> tuple[Reason, ...]:
        """The facts that do not fit together, when that is why nothing is decided."""
        found = self.entitlement.reasons if self.entitlement.contradictory else ()
        return tuple(each for each in found if each.code != NOT_UNDERSTOOD)


def assess(policy: Policy, facts: PersonFacts, on: date) -> Assessment:
    """The assessment of a person. Never raises for odd facts: the result names them."""
    answer = decide(policy, facts, on)
    rule = policy.value(EntitlementRule, on)
    standing = _standing(policy, facts, on, answer)
    cells = strip(policy, rule, facts, on)
    if answer.answer is Answer.UNDECIDED or facts.not_understood:
        settled = () if answer.answer is Answer.UNDECIDED else tuple(_overpaid(facts))
        steps = (*settled, *_to_settle(answer))
        return Assessment(on, policy.id, standing, cells, answer, None, True, None, None, steps)
    account, provisional = _account(policy, facts, on)
    pension = _pension(policy, facts, on, answer, account)
    expected = _expected(policy, facts, on, answer, account)
    steps = _next_steps(policy, facts, standing, answer, cells, on)
    return Assessment(on, policy.id, standing, cells, answer, account, provisional, pension, expected, steps)


_BY_ANSWER = {
    Answer.UNDECIDED: SchemeStanding.UNCLEAR,
    Answer.ENDED: SchemeStanding.ENDED,
    Answer.PAUSED: SchemeStanding.PAUSED,
}


def _standing(policy: Policy, facts: PersonFacts, on: date, answer: Entitlement) -> SchemeStanding:
    if answer.answer in _BY_ANSWER:
        return _BY_ANSWER[answer.answer]
    if any(reason.code == "other_pension" for reason in answer.reasons):
        return SchemeStanding.OTHER_PENSION
    if answer.answer is Answer.NO:
        return SchemeStanding.YEARS_MISSING
    if answer.answer is Answer.YES:
        return SchemeStanding.DRAWING if facts.drawn_from else SchemeStanding.MAY_APPLY
    if answer.first and on >= (answer.first + -1).first_day() and not answer.missing:
        return SchemeStanding.MAY_APPLY
    if answer.paid:
        return SchemeStanding.PAYING
    if age(facts.birth, on) < min_age(policy, on):
        return SchemeStanding.TOO_YOUNG
    return SchemeStanding.MAY_JOIN if may_enrol(policy, facts, on).may else SchemeStanding.MAY_NOT_JOIN


def _account(policy: Policy, facts: PersonFacts, on: date) -> tuple[int, bool]:
    """The balance of the account, and whether it is provisional: the county's figure plus deposits, or worked out.

    Worked out, it bears interest up to the year before this one, or before the pension began; later deposits bear
    none.
    """
    entries = [entry for paid in facts.paid if paid.day <= on for entry in deposits(policy, paid)]
    if facts.account_fen is not None:
        stated_on = facts.account_day or on
        return facts.account_fen + sum(each.fen for each in entries if stated_on < each.day <= on), False
    until = date(facts.drawn_from.year if facts.drawn_from else on.year, 1, 1)
    closed, provisional = balance(policy, [each for each in entries if each.day < until], on, until.year - 1)
    return closed + sum(each.fen for each in entries if each.day >= until), provisional


def _pension(policy: Policy, facts: PersonFacts, on: date, answer: Entitlement, account: int) -> Pension | None:
    if answer.answer not in (Answer.YES, Answer.PAUSED) or answer.first is None:
        return None
    drawing = Drawing(facts.birth, answer.first, account, answer.paid)
    return monthly(policy, drawing, Month.of(on), on)


def _expected(policy: Policy, facts: PersonFacts, on: date, answer: Entitlement, account: int) -> Estimate | None:
    """The estimate when the tier of now is paid each year up to the age; None when nothing can be paid any more."""
    tier = facts.tier_fen or max((paid.tier_fen for paid in facts.paid if paid.day.year >= on.year - 1), default=0)
    if answer.answer is not Answer.NOT_YET or not tier or not tiers.offers(policy, tier, on, facts.groups(on)):
        return None
    paid_now = on.year in facts.years(on)
    rule = policy.value(EntitlementRule, on)
    waived = rule is None or rule.turning_year is TurningYear.WAIVED
    reached = birthday(facts.birth, rule.age) if rule else on
    years = max(0, reached.year - on.year + (not waived) - paid_now)
    return estimate(policy, Plan(facts.birth, tier, years, account, answer.paid, facts.memberships), on)


def _to_settle(answer: Entitlement) -> tuple[Reason, ...]:
    return tuple(reason for reason in answer.reasons if reason.cure)


def _next_steps(
    policy: Policy,
    facts: PersonFacts,
    standing: SchemeStanding,
    answer: Entitlement,
    cells: tuple[YearCell, ...],
    on: date,
) -> tuple[Reason, ...]:
    """The next steps, the most pressing first."""
    if standing is SchemeStanding.MAY_JOIN:
        return (Reason("enrol", _("还没有参保"), _("带身份证和户口簿登记，选好档次缴今年的费")),)
    if standing in (SchemeStanding.TOO_YOUNG, SchemeStanding.MAY_NOT_JOIN):
        return may_enrol(policy, facts, on).reasons
    steps = list(_overpaid(facts))
    if standing is SchemeStanding.PAYING:
        steps += _paying(answer, cells, on)
    return (*steps, *(reason for reason in answer.reasons if reason.cure and reason.code not in _NO_STEP))


_NO_STEP = {"age", "years_enough", "years_unknown"}
"""Reasons that explain something but ask for nothing now."""


def _overpaid(facts: PersonFacts) -> Iterator[Reason]:
    if facts.death and facts.drawn_to and (months := overpaid(facts.death, facts.drawn_to)):
        words = _("死亡后多发了 {count} 个月").format(count=len(months))
        yield Reason("recover_overpaid", words, _("结算时从个人账户余额和丧葬补助金里抵扣，不够的由家属退回"))


def _paying(answer: Entitlement, cells: tuple[YearCell, ...], on: date) -> Iterator[Reason]:
    if any(cell.kind is CellKind.DUE for cell in cells):
        words = _("请在缴费期内缴清 {year} 年的费").format(year=on.year)
        yield Reason("pay_this_year", _("今年的费还没有缴"), words)
    if answer.first and answer.first - Month.of(on) <= 3:
        yield Reason("prepare_to_apply", _("三个月内到龄"), _("请备好身份证、户口簿、银行卡，提前办理领取手续"))
