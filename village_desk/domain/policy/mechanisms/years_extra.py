"""The addition for each paid year above a number of years (年限加发, R8)."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.reasons import Part
from village_desk.domain.basics.rounding import Rounding, percent
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.drawing import DueMonth
from village_desk.domain.policy.mechanisms import base_pension
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "years_extra"


@value
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


def _read(file: PolicyTable) -> tuple[YearsExtra, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> YearsExtra:
    if row.has("amount") == row.has("percent"):
        row.wrong("amount", _("amount（元）和 percent（百分比）只写一个"))
    return YearsExtra(
        row.period(), row.source(), row.years("over"), row.money("amount", 0), row.percent("percent", Fraction(0))
    )


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    if extra := policy.value(YearsExtra, on):
        yield clauses.of(extra, _for_years(extra))


def _for_years(extra: YearsExtra) -> str:
    if extra.part:
        amount = _("基础养老金的 {percent}%").format(percent=percent(extra.part))
    else:
        amount = _(" {fen} 元").format(fen=money.short(extra.each_fen))
    return _("缴费超过 {over} 年的，每多一年每月加发{amount}").format(over=extra.over, amount=amount)


def _parts(policy: Policy, due: DueMonth) -> Iterator[Part]:
    extra = policy.value(YearsExtra, due.day)
    if extra and (fen := extra.amount(due.drawing.paid_years, base_pension.fen(policy, due.month, due.known_on))):
        yield Part("years_extra", _("年限加发（缴满 {over} 年以上）").format(over=extra.over), fen, extra.source)


MECHANISM = Mechanism(KEY, YearsExtra, ClauseSubject.ON_TOP, _read, _clauses, _parts)
