"""Fees that both PCs of the village took: one is to be given back."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.store.subjects import receipts
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    found = receipts.taken_twice(sources.store.db)
    for each in sources.ask.collecting().taken_twice() if found else ():
        own = each.own
        yield Waiting(
            kind="taken_twice",
            subject=own.number,
            why=each.in_words(),
            person=own.person,
            period=str(own.year),
            since=own.collected_at.date(),
            at_stake_fen=own.amount_fen,
        )


KIND = Kind(
    name="taken_twice",
    title=_("两台电脑各收了一次"),
    sentence=_("{n} 笔缴费两台电脑各收了一次，请退一次并作废那张凭条"),
    rank=Rank.MONEY,
    cure=_("去看看"),
    go_to=GoTo("township"),
    choices=(),
    waiting=_waiting,
    icon="alert",
)
