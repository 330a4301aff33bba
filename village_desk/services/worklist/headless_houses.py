"""Houses whose head died or was struck off, in which others live."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.roster import house
from village_desk.services.worklist.kind import LATER, ON_A_DAY, GoTo, Kind, Sources
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    for each in house.headless(sources.store.db):
        first = each.living[0].id
        yield Waiting("house_head", first, each.remark(), first)


KIND = Kind(
    name="house_head",
    title=_("没有户主"),
    sentence=_("{n} 户的户主已不在，要定新户主"),
    rank=Rank.ORDER,
    cure=_("定户主"),
    go_to=GoTo("house", takes_person=True),
    choices=(ON_A_DAY, LATER),
    waiting=_waiting,
    icon="house",
)
