"""Rows of rosters that were held. What is said of one is said at the mending desk, as it never goes up."""

from __future__ import annotations

from collections.abc import Iterable

from village_desk.domain.waiting import Rank, Waiting
from village_desk.services.roster import held_words
from village_desk.services.worklist.kind import GoTo, Kind, Sources
from village_desk.store.subjects import held_rows
from village_desk.words import _


def _waiting(sources: Sources) -> Iterable[Waiting]:
    for each in held_rows.waiting(sources.store.db):
        if each.is_due(sources.today):
            yield Waiting(
                kind="held_rows",
                subject=each.id,
                why=_("{file} 第 {row} 行：{why}").format(
                    file=each.held.file, row=each.held.number, why=held_words.of_row(each.held)
                ),
                named=each.held.name or _("没有姓名"),
                since=each.at.date(),
            )


KIND = Kind(
    name="held_rows",
    title=_("花名册暂扣的行"),
    sentence=_("{n} 行花名册暂扣着，改好一行进一人"),
    rank=Rank.RETURNED,
    cure=_("去改"),
    go_to=GoTo("mending", takes_subject=True),
    choices=(),
    waiting=_waiting,
    icon="edit",
    all_at=GoTo("mending"),
    of_people=False,
)
"""No outcomes: they would go up with the id of a row that no township knows."""
