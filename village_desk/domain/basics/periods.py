"""A stretch of days for which a value holds. Both ends count; an open end holds until further notice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

from village_desk.words import _


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """From ``first`` to ``last``, both included; ``last`` is None while no end is known."""

    first: date
    last: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the day lies in the period."""
        return self.first <= on and (self.last is None or on <= self.last)

    def meets(self, other: "Period") -> bool:
        """Whether the two have a day in common."""
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)

    def in_words(self) -> str:
        """``2014-02-21 起`` or ``2014-02-21 至 2015-12-31``."""
        words = _("{first} 至 {last}") if self.last else _("{first} 起")
        return words.format(first=self.first, last=self.last)


class Dated(Protocol):
    """A value that holds for a period."""

    @property
    def period(self) -> Period: ...


Value = TypeVar("Value", bound=Dated)


def valid(values: Iterable[Value], on: date) -> Value | None:
    """The one value that holds on a day, or None. Meant for values whose periods do not overlap."""
    for each in values:
        if each.period.holds(on):
            return each
    return None


def overlap(values: Sequence[Value]) -> tuple[Value, Value] | None:
    """Two values whose periods have a day in common, or None."""
    ordered = sorted(values, key=lambda each: each.period.first)
    return next(((one, two) for one, two in pairwise(ordered) if one.period.meets(two.period)), None)


def years_in_words(years: Iterable[int]) -> str:
    """``2010、2011、2012、2015`` as ``2010至2012、2015``: a row of years is read faster by its ends."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return _("、").join(_run(each) for each in runs)


def _run(years: list[int]) -> str:
    if len(years) < 3:
        return _("、").join(map(str, years))
    return _("{first}至{last}").format(first=years[0], last=years[-1])
