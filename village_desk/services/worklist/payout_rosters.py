"""Payout lists that came and whose roster was not printed, and months of which two lists are here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist.kind import LATER, ON_A_DAY, GoTo, Kind, Sources
from village_desk.store.subjects import payouts
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    found = payouts.lists(sources.store.db)
    own = Counter(each.month for each in found if not each.supplement)
    doubled = [month for month, count in own.items() if count > 1]
    for month in doubled:
        words = _("{month}有 {count} 份发放名单，请先定下用哪一份")
        why = words.format(month=month.in_chinese(), count=own[month])
        yield Waiting("print_roster", str(month), why, named=month.in_chinese(), period=str(month))
    for each in found:
        if not each.printed_pages and each.month not in doubled:
            why = _("{month}发放名单已收到，花名册还没打印").format(month=each.month.in_chinese())
            since = each.taken_at.date()
            yield Waiting("print_roster", each.id, why, named=each.month.in_chinese(), since=since)


KIND = Kind(
    name="print_roster",
    title=_("发放名单没打"),
    sentence=_("{n} 份发放名单还没打印"),
    rank=Rank.SOON,
    cure=_("去打印"),
    go_to=GoTo("payouts"),
    choices=(ON_A_DAY, LATER),
    waiting=_waiting,
    icon="payouts",
    is_in_own_words=True,
    of_people=False,
)
