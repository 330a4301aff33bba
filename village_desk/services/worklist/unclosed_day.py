"""A day on which cash moved and that nobody closed: it is the first thing of the next morning."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.basics import moments
from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.books.ledger import Ledger
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    ledger = Ledger(sources.store)
    day = ledger.not_closed()
    if day is not None:
        why = _("{day} 收了钱还没结账").format(day=moments.day(day))
        fen = ledger.held(day)
        yield Waiting("unclosed_day", day.isoformat(), why, named=_("结账"), since=day, at_stake_fen=max(fen, 0))


KIND = Kind(
    name="unclosed_day",
    title=_("没结账的一天"),
    sentence=_("{n} 天收了钱还没结账"),
    rank=Rank.MONEY,
    cure=_("去结账"),
    go_to=GoTo("books", takes_subject=True),
    choices=(),
    waiting=_waiting,
    icon="table",
    is_in_own_words=True,
    of_people=False,
)
