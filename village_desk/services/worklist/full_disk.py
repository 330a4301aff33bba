"""The disk is too full for the next backups, or soon will be."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.store.file import backups, room
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    left = room.short(sources.store.db, backups.folder_of(sources.store.path))
    if left is not None:
        yield Waiting("room", "disk", left.warning(), named=_("磁盘"))


KIND = Kind(
    name="room",
    title=_("磁盘快满了"),
    sentence=_("{n} 个磁盘快满了"),
    rank=Rank.NOW,
    cure=_("看备份"),
    go_to=GoTo("settings", "backups"),
    choices=(),
    waiting=_waiting,
    icon="alert",
    is_in_own_words=True,
    of_people=False,
)
