"""What the township decided on duplicates and nobody carried out yet."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist.kind import LATER, ON_A_DAY, GoTo, Kind, Sources
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    for each in sources.ask.decisions().waiting():
        why = _("镇所定了：{what}").format(what=each.in_words())
        yield Waiting("decided", each.sent, why, each.resident.id)


KIND = Kind(
    name="decided",
    title=_("镇所定了重复"),
    sentence=_("{n} 件镇所定了，等着照办"),
    rank=Rank.RETURNED,
    cure=_("去照办"),
    go_to=GoTo("person", takes_person=True),
    choices=(ON_A_DAY, LATER),
    waiting=_waiting,
    icon="alert",
    is_in_own_words=True,
)
