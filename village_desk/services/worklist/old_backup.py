"""A week went by since the last backup on another disk, or a stick is plugged in on a later day."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.care import outside_backups
from village_desk.services.worklist.kind import LATER, ON_A_DAY, GoTo, Kind, Sources
from village_desk.store.file import sticks
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    found = outside_backups.standing(sources.store)
    plugged = bool(sticks.plugged())
    if found.is_due or (plugged and found.new != 0 and (found.last is None or found.days)):
        ask = _("。U 盘插着，现在就能备份") if plugged else _("。请插 U 盘备份一次")
        yield Waiting("backup", "outside", found.in_words() + ask, named=_("备份"), since=found.since.date())


KIND = Kind(
    name="backup",
    title=_("该备份了"),
    sentence=_("{n} 份备份该做了"),
    rank=Rank.NOW,
    cure=_("备份到 U 盘"),
    go_to=GoTo("settings", "copy"),
    choices=(ON_A_DAY, LATER),
    waiting=_waiting,
    icon="save",
    is_in_own_words=True,
    of_people=False,
)
