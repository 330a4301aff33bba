"""催缴: who owes this year's fee and has not paid it whole."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Choice, Hides, Rank, Waiting
from village_desk.services.finding import Only
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    year = sources.today.year
    why = _("{year} 年还没缴").format(year=year)
    found = sources.finding().listing(only=Only.UNPAID)
    for each in found.part(0, len(found)):
        resident = each.resident
        yield Waiting(
            kind="unpaid",
            subject=resident.id,
            why=why,
            person=resident.id,
            period=str(year),
            at_stake_fen=resident.tier_fen,
        )


KIND = Kind(
    name="unpaid",
    title=_("催缴"),
    sentence=_("{n} 人今年还没缴费"),
    rank=Rank.SEASON,
    cure=_("去收费"),
    go_to=GoTo("collect", takes_person=True),
    choices=(
        Choice("promised", _("答应哪天缴"), Hides.TO_A_DAY),
        Choice("not_at_home", _("不在家"), Hides.TODAY),
        Choice("paid_elsewhere", _("说在手机上缴了"), Hides.TODAY),
        Choice("refuses", _("今年不缴"), Hides.PERIOD),
        Choice("moved", _("搬走了"), Hides.PERIOD),
    ),
    waiting=_waiting,
)
