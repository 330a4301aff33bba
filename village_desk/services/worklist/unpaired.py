"""The desk was never paired with the township: nothing that is recorded can go up."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.services.worklist.unsent import is_unpaired
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    if not (sources.someone_listed and is_unpaired(sources)):
        return
    road = sources.ask.road().state()
    why = _("还没有和镇所配对，记下的 {n} 条报不上去").format(n=road.waiting)
    since = road.oldest.date() if road.oldest else None
    yield Waiting("pair", "road", why, named=_("镇所"), since=since)


KIND = Kind(
    name="pair",
    title=_("没和镇所配对"),
    sentence=_("{n} 台电脑还没有和镇所配对"),
    rank=Rank.RETURNED,
    cure=_("去配对"),
    go_to=GoTo("township"),
    choices=(),
    waiting=_waiting,
    icon="shield",
    is_in_own_words=True,
    of_people=False,
)
