"""Notes on a life in the shape that the rules take. A note that this program does not understand is named, not guessed.

A newer program of the village's other PC may use a word or a day that this one does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

from sync.agreement import calendar
from sync.agreement.facts import (
    AccountTold,
    DeathNoted,
    DrawingNoted,
    EmployeeMonthsNoted,
    EmployeeTransferNoted,
    HindranceNoted,
    LeavingWishNoted,
    OtherPensionNoted,
    YearsNoted,
)
from sync.agreement.values import value
from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.rules.person_facts import (
    NOT_UNDERSTOOD,
    EmployeeMonths,
    Hindrance,
    OtherKind,
    OtherPension,
    PaidYear,
    YearKind,
)
from village_desk.services import fact_words
from village_desk.store.subjects.notes import Note
from village_desk.words import _

_YEARS = range(1900, 3000)
_LIFE = 100
W = TypeVar("W", bound=Enum)


@value
class Transfer:
    """What came over from the employee scheme on a day: full years, and the account in fen."""

    years: int
    account_fen: int
    day: date


@dataclass(slots=True)
class NotesRead:
    """The notes of one person. Of deaths, balances and first months the latest counts; None when not understood.

    ``transfers``: what came over from the employee scheme. ``unread``: the notes that are not understood.
    ``unread_years``: the years that these call paid, in a way that is not known.
    """

    paid: list[PaidYear] = field(default_factory=list)
    other_pensions: list[OtherPension] = field(default_factory=list)
    hindrances: set[Hindrance] = field(default_factory=set)
    death: date | None = None
    account_fen: int | None = None
    account_day: date | None = None
    employee: list[EmployeeMonths] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    drawn_from: Month | None = None
    unread: list[Note] = field(default_factory=list)
    unread_years: set[int] = field(default_factory=set)

    def reasons(self) -> tuple[Reason, ...]:
        """Why the rules decide nothing: one reason that names every note that is not understood."""
        if not self.unread:
            return ()
        named = _("；").join(fact_words.words(each.fact) for each in self.unread)
        words = _("有 {count} 条记载，本机程序看不懂：{notes}").format(count=len(self.unread), notes=named)
        cure = _("请先升级本机程序再看；升级后还看不懂，请问清情况，划掉重记")
        return (Reason(NOT_UNDERSTOOD, words, cure),)


def read(notes: Iterable[Note]) -> NotesRead:
    """The notes of one person, in their order."""
    found = NotesRead()
    for note in notes:
        if not _READERS[type(note.fact)](note.fact, note.at, found):
            found.unread.append(note)
    return found


def other_pension(fact: OtherPensionNoted) -> OtherPension | None:
    """The other pension of a note; None when its kind or its months are not understood."""
    kind, first, last = _word(OtherKind, fact.pension), _month(fact.since), _month(fact.until)
    if kind is None or first is None or (fact.until and last is None):
        return None
    return OtherPension(kind, first, last)


def _years(fact: YearsNoted, at: datetime, found: NotesRead) -> bool:
    """Years have the day that somebody gave; without one only the day is known by which they were noted."""
    paid_on = calendar.day(fact.paid_on) if fact.paid_on else None
    if not (fact.first in _YEARS and fact.last in _YEARS and fact.first <= fact.last):
        return False
    if fact.paid_on and paid_on is None:
        found.unread_years.update(range(fact.first, fact.last + 1))
        return False
    years, how = range(fact.first, fact.last + 1), _word(YearKind, fact.how)
    if how is None:
        found.unread_years.update(years)
        return False
    noted_on = at.astimezone(moments.BEIJING).date()
    found.paid += _paid_years(years, paid_on, fact.tier_fen, how, fact.government_fen, noted_on)
    return True


@lru_cache(maxsize=1024)
def _paid_years(
    years: range, paid_on: date | None, tier_fen: int, how: YearKind, government_fen: int, noted_on: date
) -> tuple[PaidYear, ...]:
    """The payments of a note: the same values for all people of whom the same was noted on the same day."""
    return tuple(PaidYear(year, paid_on, tier_fen, how, government_fen, noted_on=noted_on) for year in years)


def _death(fact: DeathNoted, at: datetime, found: NotesRead) -> bool:
    found.death = calendar.day(fact.died_on)
    return found.death is not None


def _other_pension(fact: OtherPensionNoted, at: datetime, found: NotesRead) -> bool:
    pension = other_pension(fact)
    found.other_pensions += [pension] if pension else []
    return pension is not None


def _hindrance(fact: HindranceNoted, at: datetime, found: NotesRead) -> bool:
    hindrance = _word(Hindrance, fact.hindrance)
    found.hindrances |= {hindrance} if hindrance else set()
    return hindrance is not None


def _account(fact: AccountTold, at: datetime, found: NotesRead) -> bool:
    found.account_day = calendar.day(fact.as_of)
    found.account_fen = fact.balance_fen if found.account_day else None
    return found.account_day is not None


def _employee_months(fact: EmployeeMonthsNoted, at: datetime, found: NotesRead) -> bool:
    first, last = _month(fact.first), _month(fact.last)
    if first is None or last is None or last < first:
        return False
    found.employee.append(EmployeeMonths(first, last))
    return True


def _employee_transfer(fact: EmployeeTransferNoted, at: datetime, found: NotesRead) -> bool:
    day = calendar.day(fact.on)
    if day is None or not 0 < fact.years < _LIFE or fact.account_fen < 0:
        return False
    found.transfers.append(Transfer(fact.years, fact.account_fen, day))
    return True


def _wish(fact: LeavingWishNoted, at: datetime, found: NotesRead) -> bool:
    return True


def _drawing(fact: DrawingNoted, at: datetime, found: NotesRead) -> bool:
    found.drawn_from = _month(fact.since)
    return found.drawn_from is not None


_READERS: dict[type[Any], Callable[[Any, datetime, NotesRead], bool]] = {
    YearsNoted: _years,
    DeathNoted: _death,
    OtherPensionNoted: _other_pension,
    HindranceNoted: _hindrance,
    AccountTold: _account,
    EmployeeMonthsNoted: _employee_months,
    EmployeeTransferNoted: _employee_transfer,
    LeavingWishNoted: _wish,
    DrawingNoted: _drawing,
}
"""Each reads a note of one kind; False when it is not understood."""


def _word(known: type[W], text: str) -> W | None:
    try:
        return known(text)
    except ValueError:
        return None


def _month(text: str) -> Month | None:
    try:
        return Month.read(text)
    except Refused:
        return None
