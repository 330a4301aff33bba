"""Facts of the special groups to which people belong, of the lists of these groups, and of kin. With their cards.

The township keeps them and counts nothing by them. One that was wrong is struck.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
    FactId,
    Happened,
    PersonId,
    Subject,
    TownshipFinding,
    Work,
    always_accepted,
    leaves_no_trace,
    never_waits,
    note_of_life,
    same_again,
    the_person,
)
from sync.agreement.fact import Fact
from sync.agreement.sentences import Sentence, plain, say
from sync.agreement.values import value


@value
class MembershipNoted:
    """A person belongs to a group, ``special_group`` in words, as ``source`` shows (民政, 残联, a list ...).

    ``since`` and ``until`` are its first and last day or month, ``since`` empty where nobody knows it; then ``seen`` is
    a day on which the person belonged to it for certain, by default the day of this fact.
    """

    KIND: ClassVar[str] = "membership.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    special_group: str
    grade: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    certificate: str = ""
    seen: str = ""


@value
class MembershipEnded:
    """The membership that the fact ``membership`` noted has ended; ``last_on`` was its last day."""

    KIND: ClassVar[str] = "membership.ended/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    membership: FactId
    special_group: str
    last_on: str
    reason: str = ""


@value
class MembershipDenied:
    """A person does not belong to a group, from ``since`` up to and with ``until``; empty: at no time that is known."""

    KIND: ClassVar[str] = "membership.denied/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    special_group: str
    source: str = ""
    since: str = ""
    until: str = ""


@value
class MembersListed:
    """A full list of the members of a group was taken, true for the time from ``first_on`` to ``last_on``.

    ``file`` is the SHA-256 of the workbook. The members who joined or left by it are facts of their own before it.
    """

    KIND: ClassVar[str] = "members.listed/1"
    ABOUT: ClassVar[str] = "file"
    file: str
    special_group: str
    first_on: str
    last_on: str
    members: int
    joined: int
    changed: int
    ended: int
    source: str = ""
    unknown: int = 0


@value
class RelationNoted:
    """The child, spouse or parent (``relation``) of a person: ``other``, who is on the roster, or somebody by name.

    ``childless`` names nobody: the person has no children. Of somebody elsewhere ``birth`` is a day or a year, and
    ``enrolled``, ``student`` and ``other_scheme`` are yes, no, or empty where nobody knows.
    """

    KIND: ClassVar[str] = "relation.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    relation: str
    other: PersonId = ""
    name: str = ""
    birth: str = ""
    enrolled: str = ""
    student: str = ""
    other_scheme: str = ""
    told_by: str = ""


@value
class BelongingStruck:
    """A membership, its end, a denial or a relation was wrong and counts no more; ``noted`` is the id of its fact."""

    KIND: ClassVar[str] = "belonging.struck/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    noted: FactId
    reason: str


RELATIONS: Mapping[str, Sentence] = {
    "child": say("子女"),
    "spouse": say("配偶"),
    "parent": say("父母"),
    "childless": say("没有子女"),
}
"""The relations between people."""


def with_grade(fact: MembershipNoted) -> str:
    """The group with the grade behind it, where the grade does not stand in its name."""
    has_more = fact.grade and fact.grade not in fact.special_group
    return f"{fact.special_group}（{fact.grade}）" if has_more else fact.special_group


def _say_noted(fact: MembershipNoted) -> Sentence:
    group = with_grade(fact)
    source = fact.source or "—"
    if fact.since and fact.until:
        return say(
            "记属于{group}：{since} 至 {until}（{source}）",
            group=group,
            since=fact.since,
            until=fact.until,
            source=source,
        )
    if fact.since:
        return say("记属于{group}：{since} 起（{source}）", group=group, since=fact.since, source=source)
    if fact.until:
        return say("记属于{group}：到 {until} 为止（{source}）", group=group, until=fact.until, source=source)
    return say("记属于{group}，起始日期不清楚（{source}）", group=group, source=source)


def _say_ended(fact: MembershipEnded) -> Sentence:
    if fact.reason:
        return say(
            "不再属于{group}：{day} 为止（{reason}）", group=fact.special_group, day=fact.last_on, reason=fact.reason
        )
    return say("不再属于{group}：{day} 为止", group=fact.special_group, day=fact.last_on)


def _say_denied(fact: MembershipDenied) -> Sentence:
    source = fact.source or "—"
    if fact.since:
        return say("记 {since} 起不属于{group}（{source}）", since=fact.since, group=fact.special_group, source=source)
    if fact.until:
        return say(
            "记到 {until} 为止不属于{group}（{source}）", until=fact.until, group=fact.special_group, source=source
        )
    return say("记不属于{group}（{source}）", group=fact.special_group, source=source)


def _say_relation(fact: RelationNoted) -> Sentence:
    relation = RELATIONS[fact.relation] if fact.relation in RELATIONS else plain(fact.relation)
    if fact.relation == "childless":
        return say("记没有子女")
    return say("记{relation}：{name}", relation=relation, name=fact.name or "—")


def _mended(fact: Fact, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]) -> bool:
    other = later.fact
    return other == fact or (isinstance(other, BelongingStruck) and other.noted == finding.id)


CARDS: tuple[Card[Any], ...] = (
    note_of_life(
        MembershipNoted,
        "特殊群体",
        _say_noted,
        since="1.1",
        mended_by=_mended,
        menders=(BelongingStruck,),
    ),
    note_of_life(
        MembershipEnded,
        "特殊群体到期",
        _say_ended,
        since="1.1",
        mended_by=_mended,
        menders=(BelongingStruck,),
        subjects=lambda fact: (*the_person(fact), Subject("membership", fact.membership)),
    ),
    note_of_life(
        MembershipDenied,
        "不属于特殊群体",
        _say_denied,
        since="1.1",
        mended_by=_mended,
        menders=(BelongingStruck,),
    ),
    Card(
        fact=MembersListed,
        since="1.1",
        called="特殊群体名单",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (Subject("file", fact.file),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say(
            "收下{group}名单（{first} 至 {last}）：{members} 人，新增 {joined}，变更 {changed}，取消 {ended}",
            group=fact.special_group,
            first=fact.first_on,
            last=fact.last_on,
            members=fact.members,
            joined=fact.joined,
            changed=fact.changed,
            ended=fact.ended,
        ),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    note_of_life(
        RelationNoted,
        "亲属",
        _say_relation,
        since="1.1",
        mended_by=_mended,
        menders=(BelongingStruck,),
    ),
    note_of_life(
        BelongingStruck,
        "划掉群体或亲属",
        lambda fact: say("划掉一条群体或亲属记载：{reason}", reason=fact.reason),
        since="1.1",
        mended_by=same_again,
        menders=NO_OTHER,
        subjects=lambda fact: (*the_person(fact), Subject("belonging", fact.noted)),
    ),
)
