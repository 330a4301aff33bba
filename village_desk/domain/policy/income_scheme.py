"""Contribution as a rate of income (seed P3, the Yunhe proposal): person and subsidy pay parts of a yearly base.

A part of the subsidy goes to the account, the rest to the pool (统筹账户).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.policy_file import Table, read_all, read_dated
from village_desk.words import _


@dataclass(frozen=True, slots=True)
class IncomeBase:
    """The yearly income in fen that a kind of household pays by (rural, urban), of the year before last."""

    area: str
    fen: int


@dataclass(frozen=True, slots=True)
class IncomeScheme:
    """The rates of a time: what the person pays, what may be added, and how much of that reaches the account."""

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
        """What the person pays a year."""
        return Rounding.CENT.fen(self.person * base_fen)

    def subsidy_fen(self, base_fen: int, subsidy: Fraction) -> int:
        """What the government pays a year."""
        return Rounding.CENT.fen(subsidy * base_fen)

    def account_rate(self, subsidy: Fraction) -> Fraction:
        """The part of the base that reaches the account each year."""
        return self.person + self.to_account * subsidy


def read(rows: Sequence[Table]) -> tuple[IncomeScheme, ...]:
    """The ``income_scheme`` tables of a policy file. Refused when two hold on one day."""
    return read_dated(rows, _read_row)


def _read_row(row: Table) -> IncomeScheme:
    return IncomeScheme(
        row.period(),
        row.source(),
        _read_bases(row),
        row.percent("person_percent"),
        tuple(read_all(row.tables("subsidies"), lambda each: each.percent("percent"))),
        row.percent("subsidy_to_account_percent"),
    )


def _read_bases(row: Table) -> tuple[IncomeBase, ...]:
    found: dict[str, IncomeBase] = {}
    for each in row.tables("bases"):
        area = each.text("area")
        if area in found:
            each.wrong("area", _("“{area}”重复").format(area=area))
        found[area] = IncomeBase(area, each.money("amount"))
        each.done()
    return tuple(found.values())
