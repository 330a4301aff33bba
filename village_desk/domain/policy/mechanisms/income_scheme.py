"""Contribution as a rate of income (seed P3, the Yunhe proposal): person and subsidy pay parts of a yearly base.

A part of the subsidy goes to the account, the rest to the pool (统筹账户).
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.rounding import Rounding, percent
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_all, read_dated
from village_desk.words import _

KEY = "income_scheme"


@value
class IncomeBase:
    """The yearly income in fen that a kind of household pays by (rural, urban), of the year before last."""

    area: str
    fen: int


@value
class IncomeScheme:
    """The rates of a period: the person's payment, the possible subsidies, and the share that reaches the account."""

    period: Period
    source: Source
    bases: tuple[IncomeBase, ...]
    person: Fraction
    subsidies: tuple[Fraction, ...]
    to_account: Fraction

    def base(self, area: str) -> int | None:
        """The base of an area in fen, or None when the policy has none."""
        return next((each.fen for each in self.bases if each.area == area), None)

    def person_fen(self, base_fen: int) -> int:
        """The person's payment for a year."""
        return Rounding.CENT.fen(self.person * base_fen)

    def subsidy_fen(self, base_fen: int, subsidy: Fraction) -> int:
        """The government's payment for a year."""
        return Rounding.CENT.fen(subsidy * base_fen)

    def account_rate(self, subsidy: Fraction) -> Fraction:
        """The part of the base that reaches the account each year."""
        return self.person + self.to_account * subsidy


def _read(file: PolicyTable) -> tuple[IncomeScheme, ...]:
    return read_dated(file.tables(KEY), _read_row)


def _read_row(row: PolicyTable) -> IncomeScheme:
    return IncomeScheme(
        row.period(),
        row.source(),
        _read_bases(row),
        row.percent("person_percent"),
        tuple(read_all(row.tables("subsidies"), lambda each: each.percent("percent"))),
        row.percent("subsidy_to_account_percent"),
    )


def _read_bases(row: PolicyTable) -> tuple[IncomeBase, ...]:
    found: dict[str, IncomeBase] = {}
    for each in row.tables("bases"):
        area = each.text("area")
        if area in found:
            each.wrong("area", _("“{area}”重复").format(area=area))
        found[area] = IncomeBase(area, each.money("amount"))
        each.done()
    return tuple(found.values())


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """Contribution as a rate of income: bases, the person's rate, the subsidies and where they go."""
    scheme = policy.value(IncomeScheme, on)
    if scheme is None:
        return
    for base in scheme.bases:
        words = _("{area}：缴费基数每年 {base} 元，个人缴 {percent}%，即 {own} 元").format(
            area=base.area,
            base=money.short(base.fen),
            percent=percent(scheme.person),
            own=money.short(scheme.person_fen(base.fen)),
        )
        yield clauses.of(scheme, words)
    for rate in scheme.subsidies:
        yield clauses.of(scheme, _at_rate(scheme, rate))
    words = _("补贴的 {percent}% 进个人账户，其余进统筹账户").format(percent=percent(scheme.to_account))
    yield clauses.of(scheme, words)


def _at_rate(scheme: IncomeScheme, rate: Fraction) -> str:
    amounts = _("，").join(
        _("{area} {fen} 元").format(area=base.area, fen=money.short(scheme.subsidy_fen(base.fen, rate)))
        for base in scheme.bases
    )
    return _("政府补贴 {percent}% 的，一年补：{amounts}").format(percent=percent(rate), amounts=amounts)


MECHANISM = Mechanism(KEY, IncomeScheme, ClauseSubject.INCOME, _read, _clauses)
