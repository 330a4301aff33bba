"""To which special groups somebody belongs on which days (R5): from the roster's words, by hand, and by list.

What is certain is a Membership; what is only likely is Unsure, where something of the policy hangs on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.domain.policy.mechanisms.government_paid import GovernmentPays
from village_desk.domain.policy.mechanisms.programme import Programme
from village_desk.domain.policy.mechanisms.special_groups import Membership, SpecialGroup
from village_desk.domain.policy.mechanisms.tiers import Tier
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.person_facts import ALWAYS, Unsure

_DAY = timedelta(days=1)


@value
class Stated:
    """The words of the roster about somebody, as they stand on a day, and what the roster is called."""

    words: str
    day: date
    source: str


@value
class NotedMembership:
    """A membership that was noted: its ``group`` in words; its first day where it is known, and its last day.

    ``seen``: a day on which it is known to hold; without a first day, what was before is not known. ``place``: its
    place in the order of all that was noted. ``id`` is the id of its fact.
    """

    id: str
    group: str
    grade: str
    source: str
    first: date | None
    last: date | None
    seen: date
    place: int = 0
    certificate: str = ""

    @property
    def period(self) -> Period:
        """The days on which they belong to the group for certain."""
        return Period(self.first or self.seen, self.last)


@value
class Denial:
    """Somebody does not belong to a group for a time; without a first day, since ever."""

    id: str
    group: str
    source: str
    period: Period
    place: int = 0


@value
class FullList:
    """A full list of a group's members: whom it does not name did not belong to the group in that time."""

    group: str
    period: Period


@value
class NotedGroups:
    """All that was noted of somebody's groups, and the full lists that the desk has taken of any group."""

    memberships: tuple[NotedMembership, ...] = ()
    denials: tuple[Denial, ...] = ()
    lists: tuple[FullList, ...] = ()


@value
class Belonging:
    """The certain memberships of somebody, and the groups of which nobody has said yet."""

    memberships: tuple[Membership, ...] = ()
    unsure: tuple[Unsure, ...] = ()


_NOTHING = Belonging()


def belonging(policy: Policy, stated: Stated, noted_groups: NotedGroups, on: date) -> Belonging:
    """What is certain and what is not on a day, by the groups of the policy.

    Somebody is unsure only in a group for which the policy pays on that day, to which it gives a tier, or that a
    programme names. What was noted of a group stands before the roster's words on it.
    """
    groups = policy.values(SpecialGroup)
    if not groups or not (stated.words or noted_groups.memberships):
        return _NOTHING
    reading = _Reading(groups, stated, noted_groups)
    sure = (*reading.noted(), *reading.of_roster())
    unsure = [each for each in reading.unsure() if _matters(policy, each, sure, on)]
    return Belonging(sure, tuple({each.group: each for each in reversed(unsure)}.values()))


class _Reading:
    """All words of somebody's groups, by the names of the policy's groups."""

    def __init__(self, groups: tuple[SpecialGroup, ...], stated: Stated, noted_groups: NotedGroups) -> None:
        self._stated = stated
        self._noted = [
            (key, each) for each in noted_groups.memberships for key in _keys(groups, each.group, each.grade)
        ]
        self._denied = [(key, each) for each in noted_groups.denials for key in _keys(groups, each.group)]
        self._lists = [(key, each.period) for each in noted_groups.lists for key in _keys(groups, each.group)]
        settled = {key for key, _each in self._noted}
        self._exact = [key for key in _keys(groups, stated.words) if key not in settled]
        near = (group.key for group in special_groups.near(groups, stated.words))
        self._near = [key for key in near if key not in settled and key not in self._exact]

    def noted(self) -> Iterator[Membership]:
        """The memberships that were noted, without those that were denied afterwards."""
        for key, each in self._noted:
            if not self._contradicted(key, each):
                yield Membership(key, each.period, each.source, each.first is not None)

    def of_roster(self) -> Iterator[Membership]:
        """The memberships of the roster's own words: certain from the day on which they stand there."""
        for key in self._exact:
            if not self._denials(key, self._stated.day):
                yield Membership(key, Period(self._stated.day), self._stated.source, begin_known=False)

    def unsure(self) -> Iterator[Unsure]:
        """What is not certain: the time before what is known, words that may mean a group, and contradictions."""
        for key, each in self._noted:
            if self._contradicted(key, each):
                yield Unsure(key, each.group, each.source, each.period)
            elif each.first is None:
                yield from self._before(key, each.seen, each.group, each.source)
        for key in self._exact:
            yield from self._before(key, self._stated.day, self._stated.words, self._stated.source)
        for key in self._near:
            if self._denials(key, self._stated.day):
                yield from self._before(key, self._stated.day, self._stated.words, self._stated.source)
            else:
                yield Unsure(key, self._stated.words, self._stated.source)

    def _contradicted(self, key: str, noted: NotedMembership) -> bool:
        denials = (each for denied, each in self._denied if denied == key)
        return any(each.place > noted.place and each.period.meets(noted.period) for each in denials)

    def _denials(self, key: str, on: date) -> list[Period]:
        return [each.period for denied, each in self._denied if denied == key and each.period.holds(on)]

    def _before(self, key: str, seen: date, stated: str, source: str) -> Iterator[Unsure]:
        """The time before a day of which nothing is known: after what a list or a denial tells of, if one does."""
        last = min((period.first - _DAY for period in self._denials(key, seen)), default=seen - _DAY)
        absent = [period for listed, period in self._lists if listed == key]
        absent += [each.period for denied, each in self._denied if denied == key]
        ends = [period.last for period in absent if period.last and period.last <= last]
        first = max(ends, default=ALWAYS.first) + _DAY
        if first <= last:
            yield Unsure(key, stated, source, Period(first, last))


def _keys(groups: Iterable[SpecialGroup], words: str, grade: str = "") -> tuple[str, ...]:
    return tuple(group.key for group in special_groups.named(groups, words, grade))


def _matters(policy: Policy, unsure: Unsure, sure: Sequence[Membership], on: date) -> bool:
    """Whether something of the policy hangs on the answer on a day, and no certain membership has answered it."""
    windows = [pays.listed.window(on) for pays in policy.holding(GovernmentPays, on) if pays.group == unsure.group]
    named = [tier.groups for tier in policy.holding(Tier, on)]
    named += [programme.groups for programme in policy.holding(Programme, on)]
    windows += [Period(on, on) for groups in named if unsure.group in groups]
    own = [each.period for each in sure if each.group == unsure.group]
    return any(unsure.period.meets(window) and not any(each.meets(window) for each in own) for window in windows)
