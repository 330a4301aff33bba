"""Forms of the township that are here and not in use, or came damaged."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.worklist.kind import LATER, ON_A_DAY, GoTo, Kind, Sources
from village_desk.store.subjects import forms
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    db = sources.store.db
    damaged = _("镇所下发的表格“{form}”收到的是坏的，原来的还在用，请镇所重发")
    for each in forms.damaged(db):
        yield Waiting("forms", each.sha256, damaged.format(form=each.form), named=each.form)
    received = _("镇所下发的表格“{form}”收到了，还没有装上")
    for each in forms.received(db):
        yield Waiting("forms", each.sha256, received.format(form=each.form), named=each.form)


KIND = Kind(
    name="forms",
    title=_("表格没装上"),
    sentence=_("{n} 张镇所的表格还没有装上"),
    rank=Rank.ORDER,
    cure=_("去看看"),
    go_to=GoTo("forms"),
    choices=(ON_A_DAY, LATER),
    waiting=_waiting,
    icon="table",
    is_in_own_words=True,
    of_people=False,
)
