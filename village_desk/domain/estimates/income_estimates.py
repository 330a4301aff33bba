"""Estimates where the contribution is a rate of income (seed P3, domain 2A, 2B): pensions, and a county's cost."""

from datetime import date
from fractions import Fraction

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.estimates.growth import Growth, growth_factor
from village_desk.domain.policy.mechanisms.divisor import Divisor
from village_desk.domain.policy.mechanisms.income_scheme import IncomeScheme
from village_desk.domain.policy.policy import Policy
from village_desk.words import _


@value
class AccountYear:
    """One year of the account, in fen; rounded for showing only."""

    year: int
    paid_in_fen: int
    balance_fen: int


@value
class IncomePension:
    """What somebody pays and draws: first year's payments and the monthly pension in fen, and the years between."""

    person_fen: int
    subsidy_fen: int
    monthly_fen: int
    years: tuple[AccountYear, ...]
    policy: str


@value
class Payers:
    """A number of people of an area (rural, urban)."""

    area: str
    people: int


def income_pension(policy: Policy, area: str, subsidy: Fraction, growth: Growth, years: int, on: date) -> IncomePension:
    """The pension after paying for some years, the base growing as assumed.

    Refused: ``no_income_scheme``, ``income_area``, ``income_subsidy`` when the policy has no such thing.
    """
    scheme = _scheme(policy, on)
    base = _base(scheme, area)
    if subsidy not in scheme.subsidies:
        raise Refused(_("政策里没有这个补贴比例"), _("请用政策列出的比例"), "income_subsidy")
    divisor = policy.value(Divisor, on)
    first = scheme.account_rate(subsidy) * base
    account = growth.after(0, first, years)
    monthly = divisor.rounding.fen(account / divisor.months) if divisor else 0
    table = tuple(_year(growth, first, year) for year in range(1, years + 1))
    return IncomePension(scheme.person_fen(base), scheme.subsidy_fen(base, subsidy), monthly, table, policy.id)


def county_cost(
    policy: Policy, payers: tuple[Payers, ...], subsidy: Fraction, growth: Fraction, years: int, on: date
) -> int:
    """The county's cost in subsidies over some years, in fen; each year's cost grows with the base."""
    scheme = _scheme(policy, on)
    first = sum(scheme.subsidy_fen(_base(scheme, each.area), subsidy) * each.people for each in payers)
    return Rounding.CENT.fen(first * growth_factor(growth, years))


def _scheme(policy: Policy, on: date) -> IncomeScheme:
    scheme = policy.value(IncomeScheme, on)
    if scheme is None:
        raise Refused(_("这份政策不按收入比例缴费"), _("请换用按收入比例缴费的政策"), "no_income_scheme")
    return scheme


def _base(scheme: IncomeScheme, area: str) -> int:
    base = scheme.base(area)
    if base is None:
        known = "、".join(each.area for each in scheme.bases)
        raise Refused(
            _("没有“{area}”的缴费基数").format(area=area), _("可写：{known}").format(known=known), "income_area"
        )
    return base


def _year(growth: Growth, first: Fraction, year: int) -> AccountYear:
    paid_in = first * (1 + growth.payments) ** (year - 1)
    return AccountYear(year, Rounding.CENT.fen(paid_in), Rounding.CENT.fen(growth.after(0, first, year)))
