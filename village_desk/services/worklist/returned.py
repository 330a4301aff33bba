"""Lines that the township returned and that nobody has mended yet."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist.kind import LATER, ON_A_DAY, GoTo, Kind, Sources
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    for each in sources.ask.road().state().to_mend:
        why = _("{words}：{reason}").format(words=each.words, reason=each.reason)
        yield Waiting("returned", each.fact, why, each.person, named=each.words, since=each.at.date())


KIND = Kind(
    name="returned",
    title=_("镇所退回"),
    sentence=_("{n} 条镇所退回，改好后随下一批上报"),
    rank=Rank.RETURNED,
    cure=_("去改"),
    go_to=GoTo("township"),
    choices=(ON_A_DAY, LATER),
    waiting=_waiting,
    icon="township",
)
