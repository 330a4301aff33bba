"""Work that does not reach the township: none on an ordinary day, when all unsent work is of this week."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from village_desk.domain.basics import moments
from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.road.results import LATE_DAYS
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.store import history
from village_desk.store.subjects import office
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.road.results import RoadState


def is_unpaired(sources: Sources) -> bool:
    """Whether facts wait for a township of which this desk knows neither the address nor anything else."""
    road, db = sources.ask.road().state(), sources.store.db
    met = road.met or bool(office.settings(db).get("township_url"))
    return bool(road.waiting) and not met and "restored" not in history.unanswered_epochs(db)


def _waiting(sources: Sources) -> Iterable[Waiting]:
    road = sources.ask.road().state()
    why = _why(sources, road) if road.waiting and sources.someone_listed and not is_unpaired(sources) else ""
    if why:
        since = road.oldest.date() if road.oldest else None
        yield Waiting("send", "road", why, named=_("{n} 条没上报").format(n=road.waiting), since=since)


def _why(sources: Sources, road: RoadState) -> str:
    last, days = road.last, road.days(sources.store.clock())
    restored = history.unanswered_epochs(sources.store.db).get("restored")
    if restored is not None:
        words = _("文件是从备份恢复的，{when} 以后记的不在里面。请上报一次，取回镇所收到过的；没报过的，照凭条存根补记")
        return words.format(when=moments.full(restored))
    if last is not None and last.wants_a_hand:
        return _("有 {n} 条没报成：{why}").format(n=road.waiting, why=last.message)
    if days >= LATE_DAYS:
        return _("有 {n} 条还没上报，最早的已经 {days} 天").format(n=road.waiting, days=days)
    return ""


KIND = Kind(
    name="send",
    title=_("没上报"),
    sentence=_("{n} 次上报没有成"),
    rank=Rank.RETURNED,
    cure=_("去上报"),
    go_to=GoTo("township"),
    choices=(),
    waiting=_waiting,
    icon="send",
    is_in_own_words=True,
    of_people=False,
)
