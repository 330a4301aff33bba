"""催缴: who owes this year's fee and has not paid it whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from village_desk.domain.basics import money
from village_desk.domain.waiting import Choice, Hides, Rank, Waiting
from village_desk.services.finding import Only
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    period = str(sources.today.year)
    tiers: dict[int, str] = {0: _("没有登记档次")}
    for each in sources.unpaid:
        fen = each.tier_fen
        if fen not in tiers:
            tiers[fen] = _("登记 {yuan} 元档").format(yuan=money.short(fen))
        yield Waiting("unpaid", each.id, tiers[fen], each.id, period=period, at_stake_fen=fen)


def _count(sources: Sources, put_off: Callable[[str], Collection[str]]) -> int:
    return sources.ask.finding().count_of(Only.UNPAID, put_off(str(sources.today.year)))


KIND = Kind(
    name="unpaid",
    title=_("今年没缴"),
    sentence=_("{n} 人今年还没缴费"),
    rank=Rank.SEASON,
    cure=_("收这一户"),
    go_to=GoTo("collect", takes_person=True),
    choices=(
        Choice("promised", _("答应哪天缴"), Hides.TO_A_DAY),
        Choice("not_at_home", _("不在家"), Hides.TODAY),
        Choice("unreachable", _("打不通"), Hides.TODAY),
        Choice("paid_elsewhere", _("说在手机上缴了"), Hides.TODAY),
        Choice("refuses", _("今年不缴"), Hides.PERIOD),
        Choice("moved", _("搬走了"), Hides.PERIOD),
    ),
    waiting=_waiting,
    of_unpaid=True,
    icon="collect",
    count=_count,
)
