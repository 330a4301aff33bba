"""Nobody is on the roster: the first thing on a new desk."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    if not sources.someone_listed:
        yield Waiting("import_roster", "roster", _("花名册还是空的，先把名单导进来"), named=_("花名册"))


KIND = Kind(
    name="import_roster",
    title=_("花名册还是空的"),
    sentence=_("{n} 份花名册还没有导进来"),
    rank=Rank.NOW,
    cure=_("导入花名册"),
    go_to=GoTo("import"),
    choices=(),
    waiting=_waiting,
    icon="import",
    is_in_own_words=True,
    of_people=False,
)
