"""Receipts of which nobody said that they came out of the printer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.store.subjects import receipts
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    for each in receipts.unprinted(sources.store.db, sources.person):
        yield Waiting(
            kind="unprinted",
            subject=each.number,
            why=_("凭条 {number} 还没确认打出来").format(number=each.number),
            person=each.person,
            since=each.collected_at.date(),
            at_stake_fen=each.amount_fen,
        )


def _count(sources: Sources, _put_off: Callable[[str], Collection[str]]) -> int:
    """Nothing of this kind is put off, as it has no outcomes."""
    return receipts.count_unprinted(sources.store.db)


KIND = Kind(
    name="unprinted",
    title=_("凭条没打出来"),
    sentence=_("{n} 张凭条还没确认打印出来"),
    rank=Rank.NOW,
    cure=_("去打印"),
    go_to=GoTo("receipt", takes_subject=True),
    choices=(),
    waiting=_waiting,
    icon="print",
    all_at=GoTo("receipt", "unprinted"),
    count=_count,
)
