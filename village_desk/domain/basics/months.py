"""A month as its own small type: pensions are owed by the month, never by the day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from village_desk.domain.basics.errors import Refused
from village_desk.words import _

_WRITTEN = re.compile(r"([0-9]{4})[-年./]?([0-9]{1,2})月?")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month. ``Month(2026, 11)`` prints as ``2026-11``; months add and subtract in whole months."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1800 <= self.year <= 2999):
            raise Refused(_("没有 {year} 年 {month} 月").format(year=self.year, month=self.number), code="month")

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that holds the day."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Month:
        """The month written as ``2026-11``, ``202611`` or ``2026年11月``; Refused for any other text."""
        match = _WRITTEN.fullmatch(text.strip())
        if not match:
            raise Refused(_("“{text}”不是月份").format(text=text), _("请写成 2026-11"), "month")
        return cls(int(match[1]), int(match[2]))

    def __add__(self, months: int) -> Month:
        year, month = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, month + 1)

    def __sub__(self, other: Month) -> int:
        """How many months lie from ``other`` to this one."""
        return (self.year - other.year) * 12 + self.number - other.number

    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.number, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def in_chinese(self) -> str:
        """``2026年11月``."""
        return _("{year}年{month}月").format(year=self.year, month=self.number)


def span(months: int) -> str:
    """A length of time in words: ``13`` is ``1 年 1 个月``; empty for 0."""
    full, rest = divmod(months, 12)
    parts = (_("{n} 年").format(n=full) if full else "", _("{n} 个月").format(n=rest) if rest else "")
    return " ".join(part for part in parts if part)


def spans(months: Iterable[Month]) -> str:
    """Months in words, those that follow each other by their ends: ``2024年5月、2024年7月至2024年9月``."""
    runs: list[list[Month]] = []
    for month in sorted(months):
        if runs and month - runs[-1][-1] == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(_run(each) for each in runs)


def _run(months: list[Month]) -> str:
    first, last = months[0].in_chinese(), months[-1].in_chinese()
    return first if len(months) == 1 else _("{first}至{last}").format(first=first, last=last)
