"""An assessment and an estimate in lines of plain words, for commands, page and paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.agreement.facts import PersonStruckOff
from village_desk.domain.assessing import Assessment, SchemeStanding
from village_desk.domain.basics import money
from village_desk.domain.basics.months import span
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.estimates.for_person import Comparison, Estimate
from village_desk.domain.rules.eligibility import YEARS_NOT_KNOWN, Answer, Entitlement
from village_desk.domain.rules.overlap import OverlapRefund
from village_desk.domain.rules.pensions import Pension
from village_desk.domain.rules.person_facts import NOT_UNDERSTOOD
from village_desk.domain.rules.striking_off import LeavingAnswer
from village_desk.words import _


def assessment(found: Assessment) -> Iterator[str]:
    """Standing, years, entitlement with its reasons and cures, money, next steps."""
    yield _("{on} 的情况：{standing}").format(on=found.on, standing=found.standing.in_words())
    yield years(found)
    yield _("待遇领取：{answer}").format(answer=entitlement(found))
    yield from (reason(each) for each in found.entitlement.reasons)
    if found.account_fen is not None:
        yield from account(found)
    if found.pension:
        yield from pension(found.pension)
    if found.expected:
        yield from estimate(found.expected)
    known = {each.code for each in found.entitlement.reasons}
    yield from (_("下一步：") + reason(each) for each in found.next_steps if each.code not in known)


def account(found: Assessment) -> Iterator[str]:
    """The account with every reason why it is not final; nothing where it is not known."""
    if found.account_fen is None:
        return
    if found.standing is SchemeStanding.DRAWING:
        words = _("起领时个人账户约 {fen} 元，是暂算数") if found.provisional else _("起领时个人账户 {fen} 元")
    else:
        words = _("个人账户约 {fen} 元，是暂算数") if found.provisional else _("个人账户 {fen} 元")
    yield words.format(fen=money.figures(found.account_fen))
    yield from (_("暂算：{why}").format(why=reason(each)) for each in found.unsure)


def years(found: Assessment) -> str:
    """How many years are paid of those required, and how many are missing."""
    answer = found.entitlement
    if found.standing is SchemeStanding.DRAWING and answer.paid < answer.required:
        return _("本台记着 {paid} 年缴费，是不是全部不知道").format(paid=answer.paid)
    if answer.contradictory or any(each.code == NOT_UNDERSTOOD for each in answer.reasons):
        known = sum(each.kind.counts for each in found.strip)
        return _("记着 {count} 年缴费，核实以前不算数").format(count=known)
    if any(each.code == YEARS_NOT_KNOWN for each in answer.reasons):
        return _("本台记着 {paid} 年缴费，以前的没有记录；需要 {required} 年").format(
            paid=answer.paid, required=answer.required
        )
    missing = _("，还差 {count} 年").format(count=answer.missing) if answer.missing else ""
    return (
        _("已缴 {paid} 年，需要 {required} 年").format(paid=answer.paid, required=answer.required) + missing
        if answer.required
        else _("已缴 {paid} 年").format(paid=answer.paid)
    )


def entitlement(found: Assessment) -> str:
    """The answer in one line: whether, and from which month."""
    answer = found.entitlement
    if found.standing is SchemeStanding.DRAWING:
        since = _("，从 {month} 起").format(month=answer.first.in_chinese()) if answer.first else _("，起领月份不知道")
        return found.standing.in_words() + since
    if answer.short and answer.answer is Answer.NOT_YET:
        return answer.answer.in_words() + _short(answer)
    if answer.answer is Answer.ENDED:
        last = _("，发到 {month} 为止").format(month=answer.last.in_chinese()) if answer.last else ""
        return answer.answer.in_words() + last
    first = _("，从 {month} 起").format(month=answer.first.in_chinese()) if answer.first else ""
    return answer.answer.in_words() + (first or (_("，起领月份不知道") if answer.between else ""))


def _short(answer: Entitlement) -> str:
    """What years that will be too few mean for the first month: it is promised only if they are paid back."""
    if answer.first is None:
        return _("，到龄时年限还不够")
    return _("，补够 {years} 年后从 {month} 起").format(years=answer.short, month=answer.first.in_chinese())


def reason(each: Reason) -> str:
    """A reason with its cure."""
    return "，".join(part for part in (each.words, each.cure) if part)


def departure(found: LeavingAnswer) -> Iterator[str]:
    """What comes of a strike-off: why not, what is asked, estimates, what is not known, the papers."""
    yield from (_("不能办：{why}").format(why=each.message + _("。") + each.cure) for each in found.against)
    yield from (_("要先问清：{what}").format(what=each.message + _("。") + each.cure) for each in found.questions)
    if found.parts:
        parts = _("；").join(part.in_words() for part in found.parts)
        words = _("估算：{parts}；合计 {total} 元。以县里的结算为准")
        yield words.format(parts=parts, total=money.figures(found.total_fen))
    yield from map(reason, found.reasons)
    papers = _("、").join(found.reason.papers)
    yield _("要带：{papers}").format(papers=papers) if papers else _("要带什么材料，政策文件没有写，请问镇所")


def struck_off(fact: PersonStruckOff) -> str:
    """A strike-off as the page of the person has it."""
    parts = [_("已登记注销：{reason}").format(reason=fact.words), fact.on, fact.to, fact.told_by]
    return _(" · ").join(filter(None, parts))


def refunds(found: Sequence[OverlapRefund]) -> list[str]:
    """What is refunded of each year in which months were paid in the employee scheme as well."""
    if not found:
        return [_("没有和职工养老保险重复缴的年度")]
    lines = []
    for each in found:
        parts = _("，").join(part.in_words() for part in each.parts)
        words = _("{year} 年有 {months} 个月又缴了职工养老保险：{parts}；政府补贴不退")
        lines.append(words.format(year=each.year, months=each.months, parts=parts or _("没有要退的")))
    return [*lines, _("金额按月折算，以县里的结算为准")]


def pension(each: Pension) -> Iterator[str]:
    """A monthly pension with its parts, followed by what is not known of it and each amount that is paid once."""
    words = _("每月养老金中算得出的 {total} 元：") if each.unknown else _("每月 {total} 元：")
    yield words.format(total=money.figures(each.monthly_fen)) + "＋".join(part.in_words() for part in each.parts)
    yield from (reason(missing) for missing in each.unknown)
    yield from each.once_in_words()


def estimate(each: Estimate) -> Iterator[str]:
    """An estimate under its title, with its assumptions."""
    yield each.title()
    yield _("每年自己缴 {own} 元，再缴 {years} 年，共 {pays} 元").format(
        own=money.short(each.yearly_own_fen), years=each.plan.years, pays=money.short(each.coming_fen)
    )
    yield from back_payment(each)
    yield from pension(each.pension)
    if each.months_to_break_even:
        yield _("领 {span}回本").format(span=span(each.months_to_break_even))
    yield from (_("假定：{words}").format(words=words) for words in each.assumptions)


def back_payment(each: Estimate) -> Iterator[str]:
    """What must be paid back and what that costs, and all costs together; nothing where nothing must."""
    if each.back is None:
        return
    yield _("补缴 {years} 年，每年 {own} 元，共 {fen} 元，{subsidy}").format(
        years=each.plan.missed,
        own=money.short(each.back.own_fen),
        fen=money.short(each.back_fen),
        subsidy=each.back.subsidy_words(),
    )
    yield _("连补缴自己一共缴 {pays} 元").format(pays=money.short(each.pays_fen))


def comparison(both: Comparison) -> Iterator[str]:
    """Two tiers side by side in words."""
    for each in (both.left, both.right):
        yield _("每年 {tier} 元档：每月约 {monthly} 元").format(
            tier=money.short(each.plan.tier_fen), monthly=money.figures(each.monthly_fen)
        )
        yield from each.pension.once_in_words()
    if both.months_to_break_even is not None:
        yield _("多缴 {more} 元，每月多领 {monthly} 元，领 {months} 个月补回来").format(
            more=money.short(both.more_paid_fen),
            monthly=money.figures(both.more_monthly_fen),
            months=both.months_to_break_even,
        )
