"""Facts about villagers' groups (村民小组): what one is called, and which cadre answers for it. With their card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sync.agreement.books import Books
from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
    Finding,
    Subject,
    Work,
    leaves_no_trace,
    never_waits,
    same_again,
)
from sync.agreement.sentences import Sentence, plain, say
from sync.agreement.values import value

LONGEST = 40
"""The most characters of a group's name, of a cadre's, and of their term."""
MOST = 9999
"""The largest number of a group."""


@value
class VillageGroupNoted:
    """What is known of a villagers' group, in the place of all that was noted before.

    ``village_group``: its number, or the name of a group without one. ``called``: what a numbered group is called
    besides. ``cadre`` answers for the group (包组干部), reached by ``phone``, for a ``term`` in words. ``gone`` is 1
    where there is no such group any more: it was renamed, or nobody belongs to it.
    """

    KIND: ClassVar[str] = "village_group.noted/1"
    ABOUT: ClassVar[str] = "village_group"
    village_group: str
    called: str = ""
    cadre: str = ""
    phone: str = ""
    term: str = ""
    gone: int = 0


def _judge(fact: VillageGroupNoted, books: Books, today: date) -> Finding | None:
    """Whether it names a group, in words that a line holds."""
    group = fact.village_group
    if not group.strip() or (group.isascii() and group.isdigit() and not 0 < int(group[:9]) <= MOST):
        return Finding("group_impossible", "village_group")
    texts: Mapping[str, str] = {
        "village_group": group,
        "called": fact.called,
        "cadre": fact.cadre,
        "phone": fact.phone,
        "term": fact.term,
    }
    long = next((name for name, text in texts.items() if len(text) > LONGEST), "")
    return Finding("misfit", long) if long else None


def _say(fact: VillageGroupNoted) -> Sentence:
    group = fact.village_group
    named = say("第 {number} 组", number=group) if group.isascii() and group.isdigit() else plain(group)
    if fact.gone:
        return say("撤掉小组：{group}", group=named)
    named = say("{group}（{called}）", group=named, called=fact.called) if fact.called else named
    if not fact.cadre:
        return say("记小组：{group}", group=named)
    term = say("，任期 {term}", term=fact.term) if fact.term else plain("")
    return say("记小组：{group}，包组干部 {cadre}{term}", group=named, cadre=fact.cadre, term=term)


CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=VillageGroupNoted,
        since="1.1",
        called="小组记载",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (Subject("village_group", fact.village_group),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge,
        enter=leaves_no_trace,
        sentence=_say,
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
)
