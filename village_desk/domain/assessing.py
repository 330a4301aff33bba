"""One person assessed by one policy on one day: standing, strip of years, entitlement, amount, next steps.

Combines the results of the rules and decides nothing itself; where facts contradict each other it only reports that.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.ages import age
from village_desk.domain.basics.months import Month, spans
from village_desk.domain.basics.payment_kinds import PaymentKind
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.estimates.for_person import Estimate, Plan, estimate
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms import tiers
from village_desk.domain.policy.mechanisms.enrolment import min_age
from village_desk.domain.policy.mechanisms.entitlement import EntitlementRule
from village_desk.domain.policy.mechanisms.years_extra import YearsExtra
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import account_figures
from village_desk.domain.rules.account_figures import AccountFigure
from village_desk.domain.rules.eligibility import Answer, Entitlement, decide
from village_desk.domain.rules.enrolment import may_enrol
from village_desk.domain.rules.pensions import Pension, monthly
from village_desk.domain.rules.person_facts import NOT_UNDERSTOOD, PaidYear, PersonFacts, YearKind
from village_desk.domain.rules.settlements import Overpaid, not_known, valued
from village_desk.domain.rules.strips import CellKind, YearCell, strip
from village_desk.words import _


class SchemeStanding(Enum):
    """A person's standing in the scheme, by all known facts."""

    TOO_YOUNG = "too_young"
    MAY_NOT_JOIN = "may_not_join"
    MAY_JOIN = "may_join"
    ENROLLED = "enrolled"
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
            "enrolled": _("已参保"),
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
    None where the facts do not suffice. ``account_fen`` rests on the county's figure if one was noted, else is worked
    out; of who draws it is what the account held when drawing began, and None where that is not known. ``unsure``: why
    it is not final. ``overpaid``: what was paid out after a death, if anything was.
    """

    on: date
    policy: str
    standing: SchemeStanding
    strip: tuple[YearCell, ...]
    entitlement: Entitlement
    account_fen: int | None
    pension: Pension | None
    expected: Estimate | None
    next_steps: tuple[Reason, ...]
    overpaid: Overpaid | None = None
    unsure: tuple[Reason, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the account is not final, or not known."""
        return self.account_fen is None or bool(self.unsure)

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
    over = _overpaid(facts, on)
    if answer.answer is Answer.UNDECIDED or facts.not_understood:
        steps = (*_to_settle(answer), *_to_recover(over))
        return Assessment(on, policy.id, standing, cells, answer, None, None, None, steps, over)
    account = _account(policy, facts, on, answer)
    pension = _pension(policy, facts, on, answer, account)
    expected = _expected(policy, facts, on, answer, account)
    steps = (*_to_recover(over), *_next_steps(policy, facts, standing, answer, cells, on))
    fen, unsure = (account.fen, account.unsure) if account else (None, ())
    return Assessment(on, policy.id, standing, cells, answer, fen, pension, expected, steps, over, unsure)


_BY_ANSWER = {
    Answer.UNDECIDED: SchemeStanding.UNCLEAR,
    Answer.ENDED: SchemeStanding.ENDED,
    Answer.PAUSED: SchemeStanding.PAUSED,
}


def _standing(policy: Policy, facts: PersonFacts, on: date, answer: Entitlement) -> SchemeStanding:
    if facts.left or answer.answer in _BY_ANSWER:
        return SchemeStanding.ENDED if facts.left else _BY_ANSWER[answer.answer]
    if any(reason.code == "other_pension" for reason in answer.reasons):
        return SchemeStanding.OTHER_PENSION
    if answer.answer is Answer.NO:
        return SchemeStanding.YEARS_MISSING
    if answer.answer is Answer.YES:
        return SchemeStanding.DRAWING if facts.drawing_by else SchemeStanding.MAY_APPLY
    if answer.first and on >= (answer.first + -1).first_day() and not answer.missing:
        return SchemeStanding.MAY_APPLY
    if answer.paid:
        return SchemeStanding.PAYING
    return _unpaid(policy, facts, on)


def _unpaid(policy: Policy, facts: PersonFacts, on: date) -> SchemeStanding:
    """The standing of somebody before the age, of whom no paid year is known."""
    if age(facts.birth, on) < min_age(policy, on):
        return SchemeStanding.TOO_YOUNG
    if not may_enrol(policy, facts, on).may:
        return SchemeStanding.MAY_NOT_JOIN
    return SchemeStanding.ENROLLED if facts.enrolled else SchemeStanding.MAY_JOIN


def _account(policy: Policy, facts: PersonFacts, on: date, answer: Entitlement) -> AccountFigure | None:
    """The account: of who draws, when drawing began, and None where that is not known; else as it is now."""
    if facts.drawing_by is None:
        return _running(policy, facts, on, answer)
    if answer.base_only and not facts.paid:
        return AccountFigure(0)
    first = facts.drawn_from
    if first is None or (facts.account_day and facts.account_day > first.first_day()):
        return None
    return account_figures.held(policy, facts, on, first)


def _running(policy: Policy, facts: PersonFacts, on: date, answer: Entitlement) -> AccountFigure:
    """The account of somebody who does not draw; of who could, it may stop where drawing could have begun."""
    if answer.answer not in (Answer.YES, Answer.PAUSED) or answer.first is None:
        return account_figures.held(policy, facts, on)
    stops, unsure = account_figures.claimed_late(policy, answer.first)
    found = account_figures.held(policy, facts, on, answer.first if stops else None)
    return replace(found, unsure=(*found.unsure, *unsure)) if found.fen else found


def _pension(
    policy: Policy, facts: PersonFacts, on: date, answer: Entitlement, account: AccountFigure | None
) -> Pension | None:
    """The pension of the month; parts that hang on something unknown are left out and named."""
    if answer.answer not in (Answer.YES, Answer.PAUSED):
        return None
    now = Month.of(on)
    first = answer.first or facts.drawing_by or now
    unknown = dict(_unknown_parts(policy, facts, on, answer, account))
    drawing = Drawing(facts.birth, first, account.fen if account else 0, answer.paid)
    found = monthly(policy, drawing, max(first, now), on)
    parts = tuple(part for part in found.parts if part.code not in unknown)
    return replace(found, parts=parts, unknown=tuple(unknown.values()))


def _unknown_parts(
    policy: Policy, facts: PersonFacts, on: date, answer: Entitlement, account: AccountFigure | None
) -> Iterator[tuple[str, Reason]]:
    """The parts that cannot be worked out, by their code, each with what is missing."""
    if account is None and facts.drawn_from:
        words = _("个人账户部分算不出：县里的余额是起领以后的，起领时的余额本台不知道")
        yield "account", Reason("account_unknown", words, _("以名单上的或县里核定的为准"))
    elif answer.first is None and not (account and not account.fen):
        words = _("个人账户部分算不出：起领月份不知道")
        yield "account", Reason("account_unknown", words, _("请记下起领月份，或以名单上的、县里核定的为准"))
    if answer.paid < answer.required and policy.value(YearsExtra, Month.of(on).first_day()):
        words = _("年限加发算不出：缴了多少年，本台没有全部记录")
        yield "years_extra", Reason("years_extra_unknown", words, _("以名单上的或县里核定的为准"))


def _expected(
    policy: Policy, facts: PersonFacts, on: date, answer: Entitlement, account: AccountFigure | None
) -> Estimate | None:
    """The estimate when the tier of now is paid each year up to the age, and what is missing paid back now.

    None where nothing can be promised: the age is there, no tier is chosen, or the years cannot be enough.
    """
    usual = (paid.whole_fen or paid.tier_fen for paid in facts.paid if _usual(paid, on))
    tier = facts.tier_fen or max(usual, default=0)
    if answer.answer is not Answer.NOT_YET or answer.first is None or not tier:
        return None
    if not tiers.offers(policy, tier, on, facts.groups(on)):
        return None
    begun, coming = _begun(facts, on), answer.coming
    if begun or account is None:
        facts = replace(facts, paid=tuple(each for each in facts.paid if each not in begun))
        account = account_figures.held(policy, facts, on)
    from_year = coming[0] if coming else None
    paying = (tier, len(coming), account.fen + account.to_come_fen, answer.paid, facts.memberships, from_year)
    paid_fen = sum(each.own_fen for each in begun if each.year in coming)
    plan = Plan(facts.birth, *paying, first=answer.first, missed=answer.short, begun_fen=paid_fen)
    unsure = tuple([each.words for each in account.unsure if each.code != account_figures.RATE_UNPUBLISHED])
    return estimate(policy, plan, on, unsure=unsure)


def _begun(facts: PersonFacts, on: date) -> tuple[PaidYear, ...]:
    """The parts of years of which the rest is missing: the promise counts such a year whole among those to come."""
    parts = [each for each in facts.paid if each.whole_fen]
    if not parts:
        return ()
    years = facts.years(on)
    return tuple(each for each in parts if each.year not in years)


def _usual(paid: PaidYear, on: date) -> bool:
    """Whether a payment shows the tier that somebody pays each year now: more on top of it does not."""
    late = paid.kind is YearKind.BACK_PAID or paid.payment is PaymentKind.TOP_UP
    return not late and (paid.day.year if paid.day else paid.year) >= on.year - 1


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
    paying = _paying(answer, cells, on) if standing in (SchemeStanding.PAYING, SchemeStanding.ENROLLED) else ()
    return (*paying, *(reason for reason in answer.reasons if reason.cure and reason.code not in _NO_STEP))


_NO_STEP = {"age", "years_enough", "years_unknown", "first_month_unknown"}
"""Reasons that explain something but ask for nothing now."""


def _overpaid(facts: PersonFacts, on: date) -> Overpaid | None:
    """What was paid to a payee after death, and the months of which that is not known; None where there are neither.

    A payee whom a later list here does not name is paid no more; without such a list all months that are over count.
    """
    if not (facts.death and facts.drawn_to):
        return None
    last_list = max((each.month for each in facts.paid_out), default=facts.drawn_to)
    through = last_list if last_list > facts.drawn_to else max(facts.drawn_to, Month.of(on) + -1)
    over = valued(facts.death, through, facts.paid_out)
    return over if over.months or over.unknown or over.besides_fen else None


def _to_recover(over: Overpaid | None) -> Iterator[Reason]:
    """The overpaid months with their sum, as the lists paid them; then what is not known."""
    if over is None:
        return
    cure = _("结算时从个人账户余额和丧葬补助金里抵扣，不够的由家属退回")
    if over.months:
        words = _("死亡后多发了 {count} 个月，名单上共 {fen} 元（{months}）").format(
            count=len(over.months),
            fen=money.figures(over.total_fen),
            months=spans(each.month for each in over.months),
        )
        yield Reason("recover_overpaid", words, cure)
    yield from not_known(over)


def _paying(answer: Entitlement, cells: tuple[YearCell, ...], on: date) -> Iterator[Reason]:
    if any(cell.kind is CellKind.DUE for cell in cells):
        words = _("请在缴费期内缴清 {year} 年的费").format(year=on.year)
        yield Reason("pay_this_year", _("今年的费还没有缴"), words)
    if answer.first and answer.first - Month.of(on) <= 3:
        yield Reason("prepare_to_apply", _("三个月内到龄"), _("请备好身份证、户口簿、银行卡，提前办理领取手续"))
