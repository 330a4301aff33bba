"""What was noted of somebody's groups, in the shape that the rules take. Days that are not understood are not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sync.agreement import calendar
from sync.agreement.facts import MembershipDenied, MembershipEnded, MembershipNoted
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.rules.belonging import Denial, FullList, NotedGroups, NotedMembership
from village_desk.domain.rules.person_facts import ALWAYS
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
