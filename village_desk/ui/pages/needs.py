"""What a person needs now: at most three things, the most needed first. Says it; the page has the buttons."""

from dataclasses import dataclass

from village_desk.domain import money
from village_desk.services.collecting import Collecting
from village_desk.services.finding import Found
from village_desk.services.registering import doubts
from village_desk.ui import wording
from village_desk.ui.page import Place
from village_desk.words import _


@dataclass(frozen=True, slots=True)
class Need:
    """One large button: its words, the line under them, its icon, and where it leads (None: the correction)."""

    words: str
    under: str
    icon: str
    place: Place | None


def needs_of(found: Found, household: list[Found], collecting: Collecting) -> list[Need]:
    """What this person needs: the fee or its receipt, the record, somebody of the house who owes."""
    needs = [_money(found, collecting), _record(found), _house(found, household)]
    return [each for each in needs if each is not None]


def _money(found: Found, collecting: Collecting) -> Need | None:
    resident, year = found.resident, collecting.years()[0]
    if found.owes_this_year:
        under = _("按 {tier} 元一档").format(tier=money.short(collecting.usual_tier(resident, year)))
        return Need(_("收 {year} 年费").format(year=year), under, "collect", Place("collect", resident.id))
    paid = [each for each in collecting.paid(resident.id) if not each.void_reason]
    return Need(_("看凭条"), paid[0].number, "print", Place("receipt", paid[0].number)) if paid else None


def _record(found: Found) -> Need:
    doubtful = doubts(found.resident)
    if doubtful:
        return Need(_("补资料"), doubtful[0], "edit", None)
    return Need(_("更正资料"), _("姓名、电话、账号"), "edit", None)


def _house(found: Found, household: list[Found]) -> Need | None:
    owing = next((each for each in household if each.owes_this_year and each.resident.id != found.resident.id), None)
    if owing is None:
        return None
    words = _("收同户 {name}").format(name=owing.resident.name)
    return Need(words, wording.age(owing), "house", Place("collect", owing.resident.id))
