"""What one person may choose, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from village_desk.domain.basics import money
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.domain.rules.open_years import Year
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
    """The same for people: why the year is closed, or a line a tier."""
    asked = choices.year(year)
    head = _("{name} {year} 年：").format(name=choices.resident.name, year=year)
    if asked.why_not is not None:
        return head + str(asked.why_not)
    return "\n".join([head + asked.kind.in_words(), *_tiers(found)])


def _tiers(found: Sequence[Offer]) -> Iterator[str]:
    for each in found:
        tier = money.short(each.least_fen)
        if each.is_range:
            tier = _("{least} 至 {most}").format(least=tier, most=money.short(each.most_fen))
        parts = _("；").join(part.in_words() for part in each.cost.parts)
        yield _("{tier} 元：{parts}").format(tier=tier, parts=parts)
