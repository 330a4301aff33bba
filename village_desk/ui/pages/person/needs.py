"""A person's needs now: at most three, the most pressing first. Only lists them; the page has the buttons."""

from collections.abc import Sequence
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.assessing import Assessment, SchemeStanding
from village_desk.domain.basics import money
from village_desk.domain.receipts import Receipt
from village_desk.services.collecting import Collecting
from village_desk.services.finding import Found
from village_desk.ui.kit import wording
from village_desk.ui.kit.page import Place
from village_desk.words import _

_NOT_PAYING = {
    SchemeStanding.MAY_NOT_JOIN,
    SchemeStanding.OTHER_PENSION,
    SchemeStanding.ENDED,
    SchemeStanding.DRAWING,
}
"""Standings that owe no fee for this year, at any age."""


_MOST = 3
"""Large buttons that have room beside each other."""


class Here(Enum):
    """Actions on the person's own page."""

    CORRECT = "correct"
    NOTE = "note"


@value
class Need:
    """One large button: its words, the line under them, its icon, and the place where it leads."""

    words: str
    under: str
    icon: str
    place: Place | Here


def needs_of(
    found: Found,
    assessed: Assessment,
    paid: Sequence[Receipt],
    doubts: Sequence[str],
    household: list[Found],
    collecting: Collecting,
) -> list[Need]:
    """The needs of this person: to settle a contradiction, the fee or its receipt, the record, the house.

    ``paid``: this person's receipts, the latest first. ``doubts``: what looks mistyped in the record, in words.
    """
    needs = [
        _settling(assessed),
        _money(found, assessed, paid, collecting),
        _record(doubts),
        _house(found, household, collecting),
    ]
    return [each for each in needs if each is not None][:_MOST]


def owes(found: Found, assessed: Assessment) -> bool:
    """Whether this year's fee is still to be collected, by all known facts."""
    return found.owes_this_year and assessed.standing not in _NOT_PAYING


def _settling(assessed: Assessment) -> Need | None:
    if not assessed.contradictions:
        return None
    under = _("有 {count} 处对不上").format(count=len(assessed.contradictions))
    return Need(_("先核对记载"), under, "alert", Here.NOTE)


def _money(found: Found, assessed: Assessment, paid: Sequence[Receipt], collecting: Collecting) -> Need | None:
    resident, year = found.resident, assessed.on.year
    if collecting.owes(resident.id):
        usual = collecting.choices(resident.id).usual_tier(year)
        under = _("按 {tier} 元一档").format(tier=money.short(usual))
        return Need(_("收 {year} 年费").format(year=year), under, "collect", Place("collect", resident.id))
    own = [each for each in paid if not each.void_reason and not each.desk]
    return Need(_("看凭条"), own[0].number, "print", Place("receipt", own[0].number)) if own else None


def _record(doubts: Sequence[str]) -> Need:
    if doubts:
        return Need(_("补资料"), doubts[0], "edit", Here.CORRECT)
    return Need(_("更正资料"), _("姓名、电话、账号"), "edit", Here.CORRECT)


def _house(found: Found, household: list[Found], collecting: Collecting) -> Need | None:
    others = (each for each in household if each.resident.id != found.resident.id)
    owing = next((each for each in others if collecting.owes(each.resident.id)), None)
    if owing is None:
        return None
    words = _("收同户 {name}").format(name=owing.resident.name)
    return Need(words, wording.age(owing), "house", Place("collect", owing.resident.id))
