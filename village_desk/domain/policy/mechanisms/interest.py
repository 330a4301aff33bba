"""Interest of the personal account (R10): five conventions, and the rate that is published only after the year.

Computes on amounts and months of one year; what the account holds is accounts.py.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import Protocol

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.rounding import Rounding, percent
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "interest"


class Counting(Enum):
    """How much interest an amount booked within the year earns in that year."""

    BOOKING_MONTH = "booking_month"
    NEXT_MONTH = "next_month"
    DEMAND_DAYS = "demand_days"
    NONE = "none"


class DrawingYear(Enum):
    """The interest of the year in which drawing begins: by the months before it begins, or none."""

    MONTHS = "months"
    NONE = "none"


class Unclaimed(Enum):
    """Whether the account of who could draw and does not claim bears interest until the claim."""

    STOPS = "stops"
    RUNS_ON = "runs_on"


class Convention(Enum):
    """The conventions by their letter in R10: Zhengzhou, January rate, Wuhu, Shandong, Shanghai."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


_HABITS: dict[Convention, tuple[Counting | None, Rounding]] = {
    Convention.A: (Counting.BOOKING_MONTH, Rounding.JIAO_UP),
    Convention.B: (Counting.NEXT_MONTH, Rounding.CENT),
    Convention.C: (Counting.DEMAND_DAYS, Rounding.CENT),
    Convention.D: (None, Rounding.CENT),
    Convention.E: (Counting.BOOKING_MONTH, Rounding.JIAO_UP),
}
"""How each convention counts and rounds. D names only whose rate is used: its file must say how it counts."""


class Booking(Protocol):
    """An amount in fen that came in (or, negative, went out) on a day of the year."""

    @property
    def day(self) -> date: ...

    @property
    def fen(self) -> int: ...


@value
class Rate:
    """The rate of a year; ``demand`` is the demand rate that convention C needs. Unpublished means provisional."""

    year: int
    yearly: Fraction
    demand: Fraction
    published: date | None


@value
class InterestRule:
    """A place's convention of interest, and its published rates.

    ``drawing_year`` and ``unclaimed`` are None where the place says nothing about it.
    """

    period: Period
    source: Source
    convention: Convention
    counting: Counting
    rounding: Rounding
    rates: tuple[Rate, ...]
    while_drawing: bool
    drawing_year: DrawingYear | None = None
    unclaimed: Unclaimed | None = None

    def rate(self, year: int, known_on: date) -> tuple[Rate, bool]:
        """The rate of a year as known on a day, and whether it is provisional: then the last rate stands in.

        If no rate is known at all, the rate is zero and provisional.
        """
        known = [each for each in self.rates if each.published is None or each.published <= known_on]
        exact = next((each for each in known if each.year == year), None)
        if exact is not None:
            return exact, False
        earlier = [each for each in known if each.year < year]
        return (earlier[-1] if earlier else Rate(year, Fraction(0), Fraction(0), None)), True

    def of_year(self, rate: Rate, until: int = 12) -> "YearInterest":
        """How the amounts of a year bear interest at a rate, up to the end of the month ``until``."""
        by_months = self.counting in (Counting.BOOKING_MONTH, Counting.NEXT_MONTH)
        last = until + (self.counting is Counting.BOOKING_MONTH) if by_months else 0
        bearing = tuple(max(0, last - month) for month in range(13))
        demand = rate.demand / 365 if self.counting is Counting.DEMAND_DAYS else None
        return YearInterest(self.rounding, rate.yearly.numerator, 12 * rate.yearly.denominator, until, bearing, demand)


@value
class YearInterest:
    """The interest of one year, up to the end of the month ``until``: worked out once, for all who ask about it.

    An amount bears ``over / under`` of itself a month. ``bearing``: for how many months one bears it that is booked
    within the year, by the number of its month; where there is a ``demand`` rate a day, it bears that for its days.
    """

    rounding: Rounding
    over: int
    under: int
    until: int
    bearing: tuple[int, ...]
    demand: Fraction | None

    def exact(self, opening_fen: int, bookings: Iterable[Booking]) -> Fraction:
        """The interest in fen, not yet rounded."""
        if self.demand is not None:
            yearly = Fraction(opening_fen * self.until * self.over, self.under)
            return yearly + self.demand * _fen_days(bookings, self.until)
        return Fraction(self._fen_months(opening_fen, bookings) * self.over, self.under)

    def fen(self, opening_fen: int, bookings: Iterable[Booking]) -> int:
        """The interest in fen, rounded as the place rounds."""
        if self.demand is not None:
            return self.rounding.fen(self.exact(opening_fen, bookings))
        return self.rounding.quotient(self._fen_months(opening_fen, bookings) * self.over, self.under)

    def _fen_months(self, opening_fen: int, bookings: Iterable[Booking]) -> int:
        """Fen times the months that bear interest."""
        bearing = self.bearing
        return opening_fen * self.until + sum([each.fen * bearing[each.day.month] for each in bookings])


def _read(file: PolicyTable) -> tuple[InterestRule, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _fen_days(bookings: Iterable[Booking], until: int) -> int:
    """Fen times the days that each amount lay in the account, up to the last day of the month ``until``."""
    return sum(each.fen * max(0, (_last_day(each.day.year, until) - each.day).days) for each in bookings)


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _read_rule(row: PolicyTable) -> InterestRule:
    convention = row.word("convention", Convention)
    counting, rounding = _HABITS[convention]
    return InterestRule(
        row.period(),
        row.source(),
        convention,
        row.word("counts", Counting, counting),
        row.word("rounding", Rounding, rounding),
        _read_rates(row, convention),
        row.flag("while_drawing", False),
        row.word("drawing_year", DrawingYear) if row.has("drawing_year") else None,
        row.word("unclaimed", Unclaimed) if row.has("unclaimed") else None,
    )


def _read_rates(row: PolicyTable, convention: Convention) -> tuple[Rate, ...]:
    found: dict[int, Rate] = {}
    for each in row.tables("rates"):
        year = each.year("year")
        if year in found:
            each.wrong("year", _("{year} 年的利率重复").format(year=year))
        demand = each.percent("demand_percent", None if convention is Convention.C else Fraction(0))
        published = each.day("published") if each.has("published") else None
        found[year] = Rate(year, each.percent("percent"), demand, published)
        each.done()
    if not found:
        row.wrong("rates", _("至少写一年的利率"))
    return tuple(found[year] for year in sorted(found))


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """How the account bears interest, and the rates published by the day (R10)."""
    rule = policy.value(InterestRule, on)
    if rule is None:
        return
    words = _("计息办法 {letter}：{rate}；{counting}").format(
        letter=rule.convention.value, rate=_whose_rate(rule.convention), counting=_counting(rule.counting)
    )
    yield clauses.of(rule, words)
    jiao_up = rule.rounding is Rounding.JIAO_UP
    yield clauses.of(rule, _("利息见分进角") if jiao_up else _("利息四舍五入到分"))
    if rule.while_drawing:
        yield clauses.of(rule, _("领取期间账户余额继续计息"))
    if rule.drawing_year:
        by_month = rule.drawing_year is DrawingYear.MONTHS
        yield clauses.of(rule, _("起领当年按月计息，算到起领前一个月") if by_month else _("起领当年不计息"))
    if rule.unclaimed:
        stops = rule.unclaimed is Unclaimed.STOPS
        yield clauses.of(rule, _("到了可以领取的月份，没有申请也停止计息") if stops else _("申请领取以前继续计息"))
    yield from (clauses.of(rule, each) for each in _rates(rule, on))


def _whose_rate(convention: Convention) -> str:
    return {
        Convention.A: _("按当地公布的年利率"),
        Convention.B: _("按每年1月1日的一年期存款利率"),
        Convention.C: _("上年余额按一年期利率"),
        Convention.D: _("按职工养老保险的记账利率"),
        Convention.E: _("按当地公布的年利率"),
    }[convention]


def _counting(counting: Counting) -> str:
    return {
        Counting.BOOKING_MONTH: _("当年缴的从到账当月起按月计息"),
        Counting.NEXT_MONTH: _("当年缴的从到账下月起按月计息"),
        Counting.DEMAND_DAYS: _("当年缴的按天算活期利息"),
        Counting.NONE: _("当年缴的当年不计息"),
    }[counting]


def _rates(rule: InterestRule, on: date) -> Iterator[str]:
    for each in rule.rates:
        if each.year <= on.year and (each.published is None or each.published <= on):
            yield _("{year} 年利率 {rates}").format(year=each.year, rates=_percents(each))
    rate, provisional = rule.rate(on.year, on)
    if provisional:
        words = _("{year} 年的利率还没有公布，先按 {known} 年的暂算") if rate.year < on.year else _("还没有公布过利率")
        yield words.format(year=on.year, known=rate.year)


def _percents(rate: Rate) -> str:
    words = _("{percent}%").format(percent=percent(rate.yearly))
    if rate.demand:
        words += _("，活期 {percent}%").format(percent=percent(rate.demand))
    if rate.published:
        words += _("（{day} 公布）").format(day=rate.published)
    return words


MECHANISM = Mechanism(KEY, InterestRule, ClauseSubject.INTEREST, _read, _clauses)
