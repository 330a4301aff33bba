"""The dated values of the monthly amount (R8, R9): base by level, extra for years, age tilt, divisor. No persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.levels import Level
from village_desk.domain.policy.policy_file import Table, read_dated
from village_desk.words import _


@dataclass(frozen=True, slots=True)
class BaseLine:
    """The base pension of a level in fen a month, from a month on until the next one of that level.

    ``announced`` may be later than ``first``: such a raise is paid backwards.
    """

    level: Level
    fen: int
    first: Month
    announced: date | None
    source: Source

    def known(self, on: date) -> bool:
        """Whether the value had been announced by a day."""
        return self.announced is None or self.announced <= on


@dataclass(frozen=True, slots=True)
class YearsExtra:
    """For every paid year above ``over``: a fixed amount, or a part of the base (年限加发)."""

    period: Period
    source: Source
    over: int
    each_fen: int
    part: Fraction

    def amount(self, years: int, base_fen: int) -> int:
        """The extra in fen a month for so many paid years."""
        return max(0, years - self.over) * self.each_fen + Rounding.CENT.fen(
            max(0, years - self.over) * self.part * base_fen
        )


@dataclass(frozen=True, slots=True)
class AgeTilt:
    """What is added from an age on (高龄倾斜); the highest age reached counts, not their sum."""

    period: Period
    source: Source
    rows: tuple[tuple[int, int], ...]

    def amount(self, age: int) -> int:
        """The addition in fen a month at an age."""
        return next((fen for least, fen in reversed(self.rows) if age >= least), 0)


@dataclass(frozen=True, slots=True)
class Divisor:
    """The months that the account is divided by (计发月数): one number, or one for each age of starting."""

    period: Period
    source: Source
    months: int
    rows: tuple[tuple[int, int], ...]
    rounding: Rounding

    def at(self, age: int) -> int:
        """The months for who starts to draw at an age."""
        return next((months for least, months in reversed(self.rows) if age >= least), self.months)

    def monthly(self, account_fen: int, age: int) -> int:
        """The account part in fen a month."""
        return self.rounding.fen(Fraction(account_fen, self.at(age)))


def read_base(rows: Sequence[Table]) -> tuple[BaseLine, ...]:
    """The ``base_pension`` rows by month. Refused when a level has two values from one month."""
    found: list[BaseLine] = []
    for row in rows:
        line = _read_base_line(row)
        if any((other.level, other.first) == (line.level, line.first) for other in found):
            row.wrong("from", _("同一级从同一个月起有两个标准"))
        row.done()
        found.append(line)
    return tuple(sorted(found, key=lambda line: line.first))


def read_years_extra(rows: Sequence[Table]) -> tuple[YearsExtra, ...]:
    """The ``years_extra`` rules. Refused when two hold on one day."""
    return read_dated(rows, _read_years_extra)


def read_age_tilt(rows: Sequence[Table]) -> tuple[AgeTilt, ...]:
    """The ``age_tilt`` rules. Refused when two hold on one day."""
    return read_dated(rows, lambda row: AgeTilt(row.period(), row.source(), _ages(row, "amount")))


def read_divisor(rows: Sequence[Table]) -> tuple[Divisor, ...]:
    """The ``divisor`` rules. Refused when two hold on one day, or one is 0."""
    return read_dated(rows, _read_divisor)


def _read_base_line(row: Table) -> BaseLine:
    announced = row.day("announced") if row.has("announced") else None
    return BaseLine(row.word("level", Level), row.money("amount"), row.month("from"), announced, row.source())


def _read_years_extra(row: Table) -> YearsExtra:
    if row.has("amount") == row.has("percent"):
        row.wrong("amount", _("amount（元）和 percent（百分比）只写一个"))
    return YearsExtra(
        row.period(), row.source(), row.years("over"), row.money("amount", 0), row.percent("percent", Fraction(0))
    )


def _read_divisor(row: Table) -> Divisor:
    months, rounding = row.whole("months"), row.word("rounding", Rounding, Rounding.CENT)
    rows = _ages(row, "months")
    if not months or any(not each for _age, each in rows):
        row.wrong("months", _("计发月数不能是 0"))
    return Divisor(row.period(), row.source(), months, rows, rounding)


def _ages(row: Table, value: str) -> tuple[tuple[int, int], ...]:
    pairs: dict[int, int] = {}
    for each in row.tables("rows"):
        age = each.years("age")
        if age in pairs:
            each.wrong("age", _("{age} 岁重复").format(age=age))
        pairs[age] = each.money("amount") if value == "amount" else each.whole("months")
        each.done()
    return tuple(sorted(pairs.items()))
