"""The questions of worked cases about contribution as a rate of income: a pension, a county's cost (domain 2A, 2B)."""

from collections.abc import Mapping

from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.cases.answers import Answer, Yuan
from village_desk.domain.estimates.growth import Growth
from village_desk.domain.estimates.income_estimates import Payers, county_cost, income_pension
from village_desk.domain.policy.policy import Policy
from village_desk.domain.policy.reader import PolicyTable, read_all


def _income_pension(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much does a person pay and draw whose contribution is a rate of income?"""
    growth = Growth(given.percent("interest_percent"), given.percent("growth_percent"))
    found = income_pension(
        policy,
        given.text("area"),
        given.percent("subsidy_percent"),
        growth,
        given.years("years"),
        given.day("on"),
    )
    return {
        "person": Yuan(found.person_fen),
        "subsidy": Yuan(found.subsidy_fen),
        "account": Yuan(found.years[-1].balance_fen),
        "monthly": Yuan(found.monthly_fen),
        "balances": tuple(Yuan(each.balance_fen) for each in found.years),
        "payments": tuple(Yuan(each.paid_in_fen) for each in found.years),
    }


def _county_cost(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """What do the subsidies cost the county, in all and a year on average, in ten thousand yuan (万元)?"""
    payers = read_all(given.tables("payers"), lambda row: Payers(row.text("area"), row.whole("people", most=10**9)))
    years = given.years("years")
    total = county_cost(
        policy,
        tuple(payers),
        given.percent("subsidy_percent"),
        given.percent("growth_percent"),
        years,
        given.day("on"),
    )
    return {"total": Yuan(total), "total_wan": Yuan(_wan(total, 1)), "yearly_wan": Yuan(_wan(total, years))}


def _wan(fen: int, years: int) -> int:
    """Hundredths of ten thousand yuan, as reports print them with two decimals."""
    return Rounding.CENT.quotient(fen, 10_000 * years)


QUESTIONS = {"income_pension": _income_pension, "county_cost": _county_cost}
