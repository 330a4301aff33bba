"""What was noted of somebody's groups, in the shape that the rules take. Days that are not understood are not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sync.agreement import calendar
from sync.agreement.facts import MembershipDenied, MembershipEnded, MembershipNoted, RelationNoted
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.rules.belonging import Denial, FullList, NotedGroups, NotedMembership
from village_desk.domain.rules.person_facts import ALWAYS, Child
from village_desk.store.subjects.belonging import Belongs, ListTaken


def noted_groups(stands: Iterable[Belongs], lists: Sequence[FullList] = ()) -> NotedGroups:
    """All that stands of somebody's groups."""
    memberships: dict[str, NotedMembership] = {}
    denials: list[Denial] = []
    for place, each in enumerate(stands):
        fact = each.fact
        if isinstance(fact, MembershipNoted):
            memberships[each.id] = _noted(each, fact, place)
        elif isinstance(fact, MembershipEnded) and fact.membership in memberships:
            memberships[fact.membership] = _ended(memberships[fact.membership], fact)
        elif isinstance(fact, MembershipDenied):
            period = Period(first_day(fact.since) or ALWAYS.first, last_day(fact.until))
            denials.append(Denial(each.id, fact.special_group, fact.source, period, place))
    return NotedGroups(tuple(memberships.values()), tuple(denials), tuple(lists))


def full_lists(taken: Iterable[ListTaken]) -> tuple[FullList, ...]:
    """The full lists that were taken; one whose days are not understood says nothing."""
    found = []
    for each in taken:
        first, last = calendar.day(each.fact.first_on), calendar.day(each.fact.last_on)
        if first and last:
            found.append(FullList(each.fact.special_group, Period(first, last)))
    return tuple(found)


def children(stands: Iterable[Belongs]) -> tuple[list[RelationNoted], bool]:
    """The children who were noted, and whether it was noted that there are none."""
    relations = [each.fact for each in stands if isinstance(each.fact, RelationNoted)]
    noted = [each for each in relations if each.relation == "child"]
    return noted, not noted and any(each.relation == "childless" for each in relations)


def elsewhere(fact: RelationNoted) -> Child:
    """A child who is not on the roster, as far as it was noted."""
    enrolled, student, other = (_MARKS.get(mark) for mark in (fact.enrolled, fact.student, fact.other_scheme))
    return Child(birth(fact.birth), enrolled, student, other, fact.name, _born_by(fact.birth))


_MARKS = {"yes": True, "no": False}


def birth(text: str) -> date | None:
    """The day of a birth, the first one possible where only the year is known; None where nothing is."""
    return date(int(text), 1, 1) if _is_year(text) else calendar.day(text)


def _born_by(text: str) -> date | None:
    return date(int(text), 12, 31) if _is_year(text) else None


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and int(text) > 0


def first_day(text: str) -> date | None:
    """The first day of a day or month as facts carry it; None for any other text."""
    if calendar.is_month(text):
        return Month.read(text).first_day()
    return calendar.day(text)


def last_day(text: str) -> date | None:
    """The last day of a day or month as facts carry it; None for any other text."""
    if calendar.is_month(text):
        return (Month.read(text) + 1).first_day() - timedelta(days=1)
    return calendar.day(text)


def _noted(each: Belongs, fact: MembershipNoted, place: int) -> NotedMembership:
    last = last_day(fact.until)
    seen = calendar.day(fact.seen) or each.at.date()
    return NotedMembership(
        each.id,
        fact.special_group,
        fact.grade,
        fact.source,
        first_day(fact.since),
        last,
        min(seen, last) if last else seen,
        place,
        fact.certificate,
    )


def _ended(noted: NotedMembership, fact: MembershipEnded) -> NotedMembership:
    last = last_day(fact.last_on)
    if last is None or (noted.last and noted.last <= last):
        return noted
    return replace(noted, last=last, seen=min(noted.seen, last))
