"""The sentences and figures of an estimate sheet. Nothing is drawn here."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sync.agreement.values import value
from village_desk.domain.assessing import Assessment
from village_desk.domain.basics import money, periods
from village_desk.domain.basics.months import span
from village_desk.domain.basics.reasons import Reason, total
from village_desk.domain.estimates.for_person import Comparison, Estimate
from village_desk.domain.rules.eligibility import YEARS_NOT_KNOWN, Answer, Entitlement
from village_desk.domain.rules.pensions import Pension

MOST_PLANS = 2
"""Plans that have room side by side."""

_CURE_ALONE = frozenset(
    {"age", "years_enough", "years_to_pay", "years_missing", "entitled", "drawing", "pay_this_year"}
)
"""Reasons whose words the sheet says already, or the cure says as well: of these only the cure is printed."""

_YEARS = re.compile(r"[0-9]{4}(?:、[0-9]{4})+")


@value
class EstimateSheet:
    """What the person takes home. The identity number comes whole and is masked on the paper.

    ``plans`` holds no estimate (the pension of the assessment is shown, if any), one, or two side by side, the cheaper
    one on the left. ``age`` is that of the day of the assessment.
    """

    village_name: str
    desk: str
    person_name: str
    id_number: str
    age: int
    assessment: Assessment
    policy_name: str
    made_by: str
    made_at: datetime
    plans: tuple[Estimate, ...] = ()
    hotline: str = ""


@value
class FigureLine:
    """A line of the table: its label, and the figure of each plan; ``main``: everybody looks for this line first.

    ``part``: it only divides the main line, and may be left out where there is no room.
    """

    label: str
    figures: tuple[str, ...]
    main: bool = False
    part: bool = False


def caution(sheet: EstimateSheet) -> str:
    """The line that says this is an estimate and no decision, with the day of its policy."""
    return f"估算，按{day(sheet.assessment.on)}的政策，不作为发放依据"


def day(on: date) -> str:
    """A day as people write it: ``2026年11月3日``."""
    return f"{on.year}年{on.month}月{on.day}日"


def years(answer: Entitlement) -> str:
    """How many years are paid and needed; nothing where that is not known or does not matter any more."""
    if answer.base_only and not answer.required:
        return "不用缴费"
    if not answer.required or answer.answer is Answer.ENDED:
        return ""
    if answer.paid < answer.required and _codes(answer) & _DRAWS:
        return f"协办台记着 {answer.paid} 年缴费，不一定全"
    if YEARS_NOT_KNOWN in _codes(answer):
        return f"协办台记着 {answer.paid} 年缴费，以前的没有记录"
    enough = f"还差 {answer.missing} 年" if answer.missing else "年限已够"
    return f"已缴 {answer.paid} 年，要缴 {answer.required} 年，{enough}"


def entitlement(answer: Entitlement) -> str:
    """Whether, and from which month, the pension is drawn."""
    if answer.answer is Answer.NOT_YET:
        if answer.short:
            return f"补够年限后，从{answer.first.in_chinese()}起领" if answer.first else "到龄时年限还不够"
        if answer.first:
            return f"从{answer.first.in_chinese()}起，每月领取"
    if answer.answer is Answer.YES and _codes(answer) & _DRAWS:
        return f"领取中，从{answer.first.in_chinese()}起" if answer.first else "领取中，起领月份不知道"
    if answer.answer is Answer.YES:
        return f"可以领取，从{answer.first.in_chinese()}起" if answer.first else "可以领取，起领月份不知道"
    return answer.answer.in_words()


_DRAWS = frozenset({"drawing", "first_month_unknown"})
"""The reasons by which somebody draws already."""


def _codes(answer: Entitlement) -> set[str]:
    return {each.code for each in answer.reasons}


def table(sheet: EstimateSheet) -> tuple[FigureLine, ...]:
    """The lines of the table: plans side by side, else the pension of now, else none."""
    main = "补够后每月领" if sheet.assessment.entitlement.short else "每月领"
    pensions = _pensions(sheet)
    main = "算得出的部分" if any(each.unknown for each in pensions) else main
    drawing = _drawing(main, pensions) if pensions else ()
    if not any(plan.plan.years or plan.back for plan in sheet.plans):
        return tuple(drawing)
    return (*_paying(sheet.plans), *drawing, _break_even(sheet.plans))


def _pensions(sheet: EstimateSheet) -> list[Pension]:
    """The pensions of the table: one for each plan, else the present one, if any."""
    now = [sheet.assessment.pension] if sheet.assessment.pension else []
    return [plan.pension for plan in sheet.plans] or now


def _paying(plans: Sequence[Estimate]) -> Iterator[FigureLine]:
    """The lines about paying; the tier has a line only where the person does not pay all of it."""
    if any(plan.plan.tier_fen != plan.yearly_own_fen for plan in plans):
        yield FigureLine("缴费档次", tuple(_short(plan.plan.tier_fen) for plan in plans))
    yield FigureLine("我一年缴", tuple(_short(plan.yearly_own_fen) for plan in plans))
    yield FigureLine("政府一年补", tuple(_short(plan.yearly_government_fen) for plan in plans))
    counts = {plan.plan.years for plan in plans}
    label = f"再缴 {plans[0].plan.years} 年共" if len(counts) == 1 else "以后一共缴"
    yield FigureLine(label, tuple(_short(plan.coming_fen) for plan in plans))
    if any(plan.back for plan in plans):
        yield FigureLine(f"补缴 {plans[0].plan.missed} 年共", tuple(_short(plan.back_fen) for plan in plans))
        yield FigureLine("我一共缴", tuple(_short(plan.pays_fen) for plan in plans))


def _drawing(main: str, pensions: Sequence[Pension]) -> Iterator[FigureLine]:
    yield FigureLine(main, tuple(_exact(each.monthly_fen) for each in pensions), main=True)
    base, extra = zip(*map(_base_and_extra, pensions), strict=True)
    yield FigureLine("＝ 基础养老金", tuple(map(_exact, base)), part=True)
    if any(extra):
        yield FigureLine("＋ 加发", tuple(map(_exact, extra)), part=True)
    yield FigureLine("＋ 个人账户", tuple(map(_account, pensions)), part=True)
    if any(each.once for each in pensions):
        yield FigureLine("另一次性发", tuple(_exact(each.once_fen) for each in pensions))


def _short(fen: int) -> str:
    return f"{money.short(fen)} 元"


def _exact(fen: int) -> str:
    return f"{money.figures(fen)} 元"


def _account(pension: Pension) -> str:
    unknown = any(each.code == "account_unknown" for each in pension.unknown)
    return "不知道" if unknown else _exact(pension.account_fen)


def _base_and_extra(pension: Pension) -> tuple[int, int]:
    base = total(part for part in pension.parts if part.code.startswith("base"))
    return base, pension.base_fen - base


def _break_even(plans: Sequence[Estimate]) -> FigureLine:
    return FigureLine("领多久回本", tuple(_span(plan.months_to_break_even) for plan in plans))


def _span(months: int | None) -> str:
    if months is None:
        return "—"
    if not months:
        return "不用缴"
    return span(months)


def difference(plans: Sequence[Estimate]) -> tuple[str, ...]:
    """How much more the dearer plan costs and pays, and when the difference is recovered; nothing where it never is."""
    if len(plans) < MOST_PLANS:
        return ()
    both = Comparison(plans[0], plans[1])
    if not both.months_to_break_even:
        return ()
    more = f"右边多缴 {_short(both.more_paid_fen)}，每月多领 {_exact(both.more_monthly_fen)}，"
    return (more, f"领 {_span(both.months_to_break_even)}补回来")


def steps(assessment: Assessment) -> tuple[str, ...]:
    """The next steps, the most pressing first, then other advice of the entitlement; waiting for the age comes last.

    The back payment that the amount presumes goes before the years that are paid in their turn.
    """
    advised = (reason for reason in assessment.entitlement.reasons if reason.cure)
    found = {step.code: step for step in (*advised, *assessment.next_steps)}
    pressing = sorted((step.code for step in assessment.next_steps), key=lambda code: code == "years_to_pay")
    rest = sorted((code for code in found if code not in pressing), key=lambda code: code == "age")
    alone = _CURE_ALONE | ({"years_short"} if assessment.entitlement.missed else set())
    return tuple(_step(found[code], alone) for code in (*pressing, *rest))


def _step(step: Reason, alone: frozenset[str]) -> str:
    words = "" if step.code in alone and step.cure else step.words
    return _YEARS.sub(_in_spans, "，".join(part for part in (words, step.cure) if part))


def _in_spans(years: re.Match[str]) -> str:
    return periods.years_in_words(map(int, years[0].split("、")))


def small_print(sheet: EstimateSheet) -> str:
    """The policy behind the figures, and their assumptions."""
    assumed = dict.fromkeys(words for plan in sheet.plans for words in plan.assumptions)
    about = f"政策：{sheet.policy_name}。"
    about += "".join(dict.fromkeys(f"{words}。" for each in _pensions(sheet) for words in each.once_in_words()))
    about += "".join(
        dict.fromkeys(f"{words}，以县里公布的为准。" for each in _pensions(sheet) for words in each.doubts())
    )
    about += "".join(f"{each.words}。" for pension in _pensions(sheet) for each in pension.unknown)
    if not sheet.plans and sheet.assessment.pension and sheet.assessment.unsure:
        about += f"个人账户是暂算：{'；'.join(each.words for each in sheet.assessment.unsure)}。"
    return about + (f"假定：{'；'.join(assumed)}。" if assumed else "")
