"""Estimates: a plan, two tiers side by side, the Yunhe table (domain 2A, 2B)."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from tests.domain.places import ENTITLEMENT, PENSION, SUBSIDY, TIERS, place, table
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import span
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.estimates.for_person import Plan, compare, estimate
from village_desk.domain.estimates.growth import Growth, growth_factor, payment_factor
from village_desk.domain.estimates.income_estimates import Payers, county_cost, income_pension
from village_desk.domain.policy import policy_file

ON = date(2026, 3, 1)
BORN = date(1971, 6, 1)
COUNTY = place(TIERS, SUBSIDY, PENSION, ENTITLEMENT)
RATE = table("interest", 'convention = "E"\nrates = [{year = 2025, percent = 2.75, published = 2026-02-01}]')


def test_a_plan_tells_what_is_paid_and_what_comes_back() -> None:
    found = estimate(COUNTY, Plan(BORN, 20000, 5, account_fen=230000, paid_years=10), ON)
    assert (found.pays_fen, found.yearly_government_fen) == (100000, 3000)
    assert found.account_fen == 230000 + 5 * 23000
    assert found.monthly_fen == 12300 + 2482
    assert found.months_to_break_even == 7
    assert (found.pension.month.year, found.pension.month.number) == (2031, 7)


def test_an_estimate_prints_its_assumptions_and_that_it_is_one() -> None:
    found = estimate(place(TIERS, SUBSIDY, PENSION, ENTITLEMENT, RATE), Plan(BORN, 20000, 5), ON)
    assert found.title() == "估算，按 2026-03-01 的政策《试验政策》，不作为发放依据"
    assert any("2025 年公布的利率 2.75%" in words for words in found.assumptions)
    assert any("再缴 5 年" in words for words in found.assumptions)
    assert found.account_fen > 5 * 23000
    without = estimate(COUNTY, Plan(BORN, 20000, 5), ON)
    assert any("利息按 0 计算" in words for words in without.assumptions)


def test_a_rate_that_is_not_published_yet_is_not_assumed() -> None:
    known = place(TIERS, SUBSIDY, PENSION, ENTITLEMENT, RATE)
    assert estimate(known, Plan(BORN, 20000, 5), date(2026, 1, 31)).account_fen == 5 * 23000


def test_two_tiers_stand_side_by_side_with_the_months_to_break_even() -> None:
    found = compare(COUNTY, Plan(BORN, 50000, 15), Plan(BORN, 20000, 15), ON)
    assert (found.left.plan.tier_fen, found.right.plan.tier_fen) == (20000, 50000)
    assert found.more_paid_fen == 450000
    assert found.more_monthly_fen == 6043 - 2482
    assert found.months_to_break_even == 127
    same = compare(COUNTY, Plan(BORN, 20000, 15), Plan(BORN, 20000, 15), ON)
    assert same.months_to_break_even is None


def test_a_plan_at_a_tier_that_is_not_offered_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        estimate(COUNTY, Plan(BORN, 25000, 5), ON)
    assert refusal.value.code == "tier_not_offered"


YUNHE = policy_file.read(resources.path("policies/yunhe-proposal.toml").read_text("utf-8"), "yunhe-proposal.toml")
THEN = date(2010, 1, 1)
ASSUMED = Growth(Fraction("0.035"), Fraction("0.08"))


@pytest.mark.parametrize(
    ("area", "subsidy", "printed"),
    [
        ("农村", 5, "90.2"),
        ("城镇", 5, "311.0"),
        ("农村", 10, "114.8"),
        ("城镇", 10, "395.9"),
        ("农村", 15, "139.4"),
        ("城镇", 15, "480.7"),
    ],
)
def test_the_six_pensions_of_the_yunhe_table_come_out(area: str, subsidy: int, printed: str) -> None:
    found = income_pension(YUNHE, area, Fraction(subsidy, 100), ASSUMED, 15, THEN)
    jiao = Rounding.CENT.quotient(found.monthly_fen, 10)
    assert f"{jiao // 10}.{jiao % 10}" == printed


def test_the_growth_factors_are_those_of_the_reconstruction() -> None:
    assert round(payment_factor(Fraction("0.035"), Fraction("0.08"), 15), 11) == Fraction("34.42686651926")
    assert growth_factor(Fraction("0.08"), 5) == Fraction("5.86660096")


def test_the_county_pays_twice_and_three_times_as_much_for_ten_and_fifteen_per_cent() -> None:
    payers = (Payers("农村", 75000), Payers("城镇", 3000))
    costs = [county_cost(YUNHE, payers, Fraction(rate, 100), Fraction("0.08"), 5, THEN) for rate in (5, 10, 15)]
    assert [Rounding.CENT.quotient(cost, 10_000) for cost in costs] == [930264, 1860528, 2790792]
    assert county_cost(YUNHE, payers, Fraction("0.05"), Fraction(0), 5, THEN) == 7928475000


def test_what_the_proposal_does_not_know_is_refused() -> None:
    for known, area, subsidy, code in (
        (YUNHE, "山区", 5, "income_area"),
        (YUNHE, "农村", 7, "income_subsidy"),
        (COUNTY, "农村", 5, "no_income_scheme"),
    ):
        with pytest.raises(Refused) as refusal:
            income_pension(known, area, Fraction(subsidy, 100), ASSUMED, 15, THEN)
        assert refusal.value.code == code


@given(st.integers(0, 10**7), st.integers(0, 10**6), st.integers(0, 45), st.integers(0, 1000))
def test_growth_year_by_year_equals_growth_at_once(opening: int, payment: int, years: int, rate: int) -> None:
    growth = Growth(Fraction(rate, 10_000))
    balance = Fraction(opening)
    for _year in range(years):
        balance = (balance + payment) * (1 + growth.interest)
    assert growth.after(opening, payment, years) == balance


@pytest.mark.parametrize(
    ("months", "words"), [(1, "1 个月"), (7, "7 个月"), (12, "1 年"), (13, "1 年 1 个月"), (127, "10 年 7 个月")]
)
def test_a_span_of_months_is_said_in_years_and_months(months: int, words: str) -> None:
    assert span(months) == words
