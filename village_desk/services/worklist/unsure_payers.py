"""Who owes this year's fee and may belong to a group for which others pay: nobody said yet whether they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from village_desk.domain.waiting import Choice, Hides, Rank, Waiting, Whom
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.store.subjects import belonging
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    noted = belonging.of_people(sources.store.db)
    asked = [each for each in sources.unpaid if each.special_group or each.id in noted]
    return _of(sources, asked) if asked else ()


def _of(sources: Sources, people: list[Whom]) -> Iterator[Waiting]:
    """The rules are asked for these few, of their groups alone: no life is read."""
    questions = sources.ask.belonging().about_money(people)
    for each in people:
        if each.id in questions:
            words = "".join(question.words for question in questions[each.id])
            year = str(sources.today.year)
            yield Waiting("unsure", each.id, words, each.id, period=year, at_stake_fen=each.tier_fen)


KIND = Kind(
    name="unsure",
    title=_("谁来缴没定"),
    sentence=_("{n} 人谁来缴没定"),
    rank=Rank.SEASON,
    cure=_("去定下来"),
    go_to=GoTo("person", takes_person=True),
    choices=(
        Choice("promised", _("答应哪天说"), Hides.TO_A_DAY),
        Choice("not_at_home", _("不在家"), Hides.TODAY),
        Choice("unreachable", _("打不通"), Hides.TODAY),
        Choice("asked_township", _("在问镇所"), Hides.TODAY),
    ),
    waiting=_waiting,
    of_unpaid=True,
    icon="people",
    by_policy=True,
)
