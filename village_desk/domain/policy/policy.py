"""A policy: the dated values of one place, kind by kind; and what a mechanism is that reads, words and pays them.

No figure of any place stands in code, and no mechanism is named here: they are listed in registry.py.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sync.agreement import divisions
from village_desk.domain.basics.periods import Dated, Period, valid
from village_desk.domain.basics.reasons import Part
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.drawing import DueMonth
from village_desk.domain.policy.reader import PolicyTable

Value = TypeVar("Value")
DatedValue = TypeVar("DatedValue", bound=Dated)


@dataclass(frozen=True, eq=False)
class Policy:
    """The values of one place. ``id`` is stored with every decision; ``jurisdiction`` is a division code.

    ``rules`` holds the values of each mechanism by their type: read them with ``value`` and ``values``.
    """

    id: str
    name: str
    jurisdiction: str
    period: Period
    source: Source
    mechanisms: tuple["Mechanism[Any]", ...]
    rules: Mapping[type[Any], tuple[Any, ...]]
    case_tables: tuple[PolicyTable, ...]

    @property
    def paying(self) -> tuple["Mechanism[Any]", ...]:
        """The mechanisms that can be a part of a pension."""
        return _paying(self)

    def values(self, kind: type[Value]) -> tuple[Value, ...]:
        """All values of a kind, of any time, in the order of their mechanism."""
        return self.rules[kind]

    def value(self, kind: type[DatedValue], on: date) -> DatedValue | None:
        """The one value of a kind that holds on a day, or None. For kinds of which two never hold on one day."""
        return _value(self, kind, on)

    def holding(self, kind: type[DatedValue], on: date) -> list[DatedValue]:
        """The values of a kind that hold on a day, where there may be several."""
        return [each for each in self.values(kind) if each.period.holds(on)]

    def changed(self, on: date, *kinds: type[Dated]) -> date:
        """The last day up to ``on`` from which values of these kinds hold or hold no more.

        On all days from there to ``on`` the values are the same, so that this day can stand for them in a cache.
        """
        days = _days_of_change(self, kinds)
        return days[bisect_right(days, on) - 1]

    def covers(self, division_code: str) -> bool:
        """Whether a village of this 12-digit code lies in the policy's place; 100000 is the whole country."""
        return divisions.covers(self.jurisdiction, division_code)


def _pays_nothing(policy: Policy, due: DueMonth) -> Iterable[Part]:
    """For mechanisms that are no part of a monthly pension."""
    return ()


def _fits(policy: Policy, file: PolicyTable) -> None:
    """For mechanisms whose values cannot contradict those of another."""


@dataclass(frozen=True, eq=False)
class Mechanism(Generic[Value]):
    """One mechanism of the scheme: its table in a policy file, its values, their words, and its pension parts.

    ``key`` is the table of the policy file and ``kind`` the type of its values. ``read`` takes them from a file and
    refuses it at the place of a mistake. ``clauses`` puts every value that matters on a day into words, under
    ``subject``. ``parts`` are the mechanism's parts of a month's pension; an amount for that month alone is
    ``Part.once``. ``check`` refuses values that are wrong only beside those of another mechanism.
    """

    key: str
    kind: type[Value]
    subject: ClauseSubject
    read: Callable[[PolicyTable], tuple[Value, ...]]
    clauses: Callable[[Policy, date], Iterable[Clause]]
    parts: Callable[[Policy, DueMonth], Iterable[Part]] = _pays_nothing
    check: Callable[[Policy, PolicyTable], None] = _fits


@lru_cache(maxsize=64)
def _paying(policy: Policy) -> tuple[Mechanism[Any], ...]:
    return tuple(each for each in policy.mechanisms if each.parts is not _pays_nothing)


@lru_cache(maxsize=8192)
def _value(policy: Policy, kind: type[DatedValue], on: date) -> DatedValue | None:
    """Looked up once a day: an assessment of a village asks for the same few days again and again."""
    return valid(policy.values(kind), on)


@lru_cache(maxsize=256)
def _days_of_change(policy: Policy, kinds: tuple[type[Dated], ...]) -> list[date]:
    """The days on which a value begins or has ended, ascending; the first of all days stands for the time before."""
    periods = [each.period for kind in kinds for each in policy.values(kind)]
    ended = [period.last + timedelta(days=1) for period in periods if period.last]
    return sorted({date.min, *(period.first for period in periods), *ended})
