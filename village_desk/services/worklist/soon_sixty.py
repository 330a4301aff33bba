"""Who turns sixty within three months, and what is missing for the claim: the bank account, the years."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from village_desk.domain.basics import ages
from village_desk.domain.people import PENSION_AGE
from village_desk.domain.waiting import Choice, Hides, Rank, Waiting, Whom
from village_desk.services.finding import Only
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    return map(_of, sources.at_home(Only.SOON_SIXTY))


def _of(each: Whom) -> Waiting:
    _sex, birth = each.sex_and_age
    day = ages.birthday(birth, PENSION_AGE)
    words = _("{month} 月 {day} 日满 {age} 岁").format(month=day.month, day=day.day, age=PENSION_AGE)
    missing = "" if each.account else _("，没有登记银行账号")
    return Waiting("soon_sixty", each.id, words + missing, each.id, due=day)


def _count(sources: Sources, put_off: Callable[[str], Collection[str]]) -> int:
    return sources.ask.finding().count_of(Only.SOON_SIXTY, put_off(""))


def _explain(sources: Sources, waiting: Waiting) -> str:
    """What the rules say of the claim: the years that are missing, and what is to be done."""
    found = sources.ask.assessing().assess(waiting.person).entitlement
    return _("；").join(dict.fromkeys(each.words for each in found.reasons))


KIND = Kind(
    name="soon_sixty",
    title=_("快满 60 岁"),
    sentence=_("{n} 人三个月内满 60 岁，先看年限和银行卡"),
    rank=Rank.SOON,
    cure=_("看这个人"),
    go_to=GoTo("person", takes_person=True),
    choices=(
        Choice("promised", _("答应哪天来办"), Hides.TO_A_DAY),
        Choice("not_at_home", _("不在家"), Hides.TODAY),
        Choice("unreachable", _("打不通"), Hides.TODAY),
        Choice("told", _("已告诉本人"), Hides.PERIOD),
        Choice("claimed", _("已经申领"), Hides.PERIOD),
    ),
    waiting=_waiting,
    count=_count,
    explain=_explain,
)
