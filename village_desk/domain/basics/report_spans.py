"""The span of a report: a day, a week, half a month, a month, a year, or from one day to another (seed digest 33)."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sync.agreement.values import value
from village_desk.domain.basics import days, moments
from village_desk.domain.basics.errors import Refused
from village_desk.words import _


@value
class ReportSpan:
    """From ``first`` to ``last``, both included; ``name`` is its kind in words: 周报."""

    name: str
    first: date
    last: date

    def in_words(self) -> str:
        """周报，2026 年 11 月 23 日至 29 日."""
        if self.first == self.last:
            return f"{self.name} · {moments.day(self.first)}"
        until = _("{first}至{last}").format(first=moments.day(self.first), last=moments.day(self.last))
        return f"{self.name} · {until}"


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _half_month(day: date) -> tuple[date, date]:
    if day.day <= 15:
        return day.replace(day=1), day.replace(day=15)
    return day.replace(day=16), _month(day)[1]


def _month(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


SPANS: Mapping[str, tuple[str, Callable[[date], tuple[date, date]]]] = {
    "day": (_("日报"), lambda day: (day, day)),
    "week": (_("周报"), _week),
    "half-month": (_("半月报"), _half_month),
    "month": (_("月报"), _month),
    "year": (_("年报"), lambda day: (date(day.year, 1, 1), date(day.year, 12, 31))),
}
"""The kinds, by their words on the command line: the name, and the first and the last day around a day."""


def around(kind: str, day: date) -> ReportSpan:
    """The span of a kind around a day, up to that day: what comes later is not known yet. Refused ``period``."""
    if kind not in SPANS:
        return _between(kind, day)
    name, ends = SPANS[kind]
    first, last = ends(day)
    return ReportSpan(name, first, min(last, day))


def _between(text: str, today: date) -> ReportSpan:
    """Two days as ``2026-11-01..2026-11-15``."""
    first, dots, last = text.partition("..")
    if not dots:
        known = _("、").join((*SPANS, _("2026-11-01..2026-11-15")))
        raise Refused(_("没有这种报表：{text}").format(text=text), _("可以写：{known}").format(known=known), "period")
    begun, ended = days.read(first), min(days.read(last), today)
    if begun > ended:
        raise Refused(_("开始的日期在结束以后"), _("请把两个日期调过来"), "period", "period")
    return ReportSpan(_("阶段报表"), begun, ended)
