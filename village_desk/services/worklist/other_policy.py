"""A policy file that somebody may want to adopt: the township sent it, or the program has it for this village.

What stands in it is for its page to say: no policy is read here.
"""

from __future__ import annotations

from collections.abc import Iterable

from resources import policy_places
from sync.agreement import divisions
from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist.kind import LATER, ON_A_DAY, GoTo, Kind, Sources
from village_desk.store.subjects import office
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    today, known = sources.today, office.adopted(sources.store.db)
    stands = office.for_day(known, today)
    sent = [each for each in known if each.from_above and each.since <= today]
    if stands and sent and sent[-1].policy != stands.policy:
        why = _("镇所下发了另一份政策，看看用不用")
        yield Waiting("policy", sent[-1].policy, why, named=_("政策文件"), since=sent[-1].since)
    elif not (stands and not stands.begins):
        for name in divisions.of_village(policy_places.by_name(), sources.store.village().code)[:1]:
            why = _("现在先按国家框架办；程序带有管本村的政策，看看用不用")
            yield Waiting("policy", str(name), why, named=_("政策文件"))


KIND = Kind(
    name="policy",
    title=_("政策文件没采用"),
    sentence=_("{n} 份政策文件还没有采用"),
    rank=Rank.ORDER,
    cure=_("看政策"),
    go_to=GoTo("policy"),
    choices=(ON_A_DAY, LATER),
    waiting=_waiting,
    icon="eye",
    is_in_own_words=True,
    of_people=False,
)
