"""The desk file was put back by hand: what was recorded after that copy is not in it."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist import put_back
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    if words := put_back.words(sources.store.db):
        yield Waiting("put_back", "file", words, named=_("这台电脑的文件"))


KIND = Kind(
    name="put_back",
    title=_("文件换成了较早的"),
    sentence=_("{n} 个文件换成了较早的一份"),
    rank=Rank.NOW,
    cure=_("去上报"),
    go_to=GoTo("township"),
    choices=(),
    waiting=_waiting,
    icon="alert",
    is_in_own_words=True,
    of_people=False,
)
