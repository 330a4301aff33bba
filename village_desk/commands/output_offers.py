"""What one person may choose, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from village_desk.domain.basics import money
from village_desk.domain.basics.periods import years_in_words
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.domain.rules.open_years import Year
    from village_desk.domain.rules.person_facts import Unsure
    from village_desk.domain.rules.taking import Offer
    from village_desk.services.fees.choices import Choices


def result(choices: Choices, year: int, found: Sequence[Offer]) -> dict[str, Any]:
    """The years with their kind or why they are closed, and the tiers of one year."""
    return {
        "person": choices.resident.id,
        "name": choices.resident.name,
        "years": [_year(each) for each in choices.years],
        "year": year,
        "offers": [_offer(each) for each in found],
        "unsure": [each.group for each in choices.doubts()],
    }


def _year(each: Year) -> dict[str, Any]:
    why_not = each.why_not
    asks = [question.code for question in each.questions]
    closed = {"error": why_not.code, "message": why_not.message, "cure": why_not.cure} if why_not else None
    return {"year": each.year, "kind": each.kind.value, "open": each.is_open, "closed": closed, "asks": asks}


def _offer(each: Offer) -> dict[str, Any]:
    cost = each.cost
    return {
        "least_fen": each.least_fen,
        "most_fen": each.most_fen,
        "kind": cost.payment.value,
        "own_fen": cost.own_fen,
        "government_fen": cost.government_fen,
        "paid_for": cost.group or "",
        "subsidy_fen": cost.subsidy_fen,
        "parts": [{"part": part.code, "words": part.words, "fen": part.fen} for part in cost.parts],
        "reasons": [reason.words for reason in cost.reasons],
    }


def words(choices: Choices, year: int, found: Sequence[Offer]) -> str:
    """The same for people: why the year is closed, or a line a tier; what must be asked first; the other open years."""
    asked = choices.year(year)
    head = _("{name} {year} 年：").format(name=choices.resident.name, year=year)
    lines = [head + (asked.kind.in_words() if asked.why_not is None else str(asked.why_not)), *_tiers(found)]
    lines += [_doubt(choices, each) for each in choices.doubts()]
    others = [each for each in choices.years if each.is_open and each.year != year]
    for kind in dict.fromkeys(each.kind for each in others):
        years = years_in_words(each.year for each in others if each.kind is kind)
        lines.append(_("还可以缴：{years} 年（{kind}）").format(years=years, kind=kind.in_words()))
    return "\n".join(lines)


def _doubt(choices: Choices, each: Unsure) -> str:
    words = _("要问清：写着“{stated}”，是不是{group}还没有人说定；是的话，缴多少不一样")
    return words.format(stated=each.stated, group=special_groups.name(choices.policy, each.group))


def _tiers(found: Sequence[Offer]) -> Iterator[str]:
    for each in found:
        tier = money.short(each.least_fen)
        if each.is_range:
            tier = _("{least} 至 {most}").format(least=tier, most=money.short(each.most_fen))
        parts = _("；").join(part.in_words() for part in each.cost.parts)
        yield _("{tier} 元：{parts}").format(tier=tier, parts=parts)
