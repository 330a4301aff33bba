"""The personal account and its interest (R10; W14, W15, W16)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.places import SUBSIDY, TIERS, place, table
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.policy.mechanisms.interest import InterestRule
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.accounts import AccountEntry, SubAccount, balance, close_year, statements

KNOWN = date(2030, 1, 1)
YEAR = [
    AccountEntry(date(2021, 9, 15), SubAccount.PERSONAL, 50000),
    AccountEntry(date(2021, 12, 20), SubAccount.SUBSIDY_ALL, 6000),
]


def bank(convention: str, *, counts: str = "", rounding: str = "", rate: str = "2.75", demand: str = "") -> Policy:
    body = f'convention = "{convention}"\nrates = [{{ year = 2021, percent = {rate}{demand} }}]\n'
    body += f'counts = "{counts}"\n' if counts else ""
    return place(table("interest", body + (f'rounding = "{rounding}"\n' if rounding else "")))


@pytest.mark.parametrize(
    ("known", "interest", "closing"),
    [
        (bank("E", rounding="cent"), "87.22", "3647.22"),
        (bank("E"), "87.30", "3647.30"),
        (bank("A"), "87.30", "3647.30"),
        (bank("B"), "85.94", "3645.94"),
        (bank("B", rounding="jiao_up"), "86.00", "3646.00"),
        (bank("D", counts="none"), "82.50", "3642.50"),
        (bank("D", counts="next_month"), "85.94", "3645.94"),
        (bank("C", rate="1.5", demand=", demand_percent = 0.35"), "45.52", "3605.52"),
    ],
    ids=["E-cent", "E-jiao", "A", "B-cent", "B-jiao", "D-none", "D-next", "C"],
)
def test_each_convention_gives_its_own_interest(known: Policy, interest: str, closing: str) -> None:
    statement = close_year(known, 2021, {SubAccount.PERSONAL: 300000}, YEAR, KNOWN)
    assert (statement.interest_fen, statement.closing_fen) == (
        int(Decimal(interest) * 100),
        int(Decimal(closing) * 100),
    )
    assert not statement.provisional and statement.remark() is None


def test_the_exact_interest_is_kept_until_it_is_rounded_once() -> None:
    rule = bank("E").values(InterestRule)[0]
    assert rule.of_year(rule.rates[0]).exact(300000, YEAR) == Fraction(87220833333, 10**7) + Fraction(1, 3 * 10**7)
    rule = bank("C", rate="1.5", demand=", demand_percent = 0.35").values(InterestRule)[0]
    assert round(float(rule.of_year(rule.rates[0]).exact(300000, YEAR)), 4) == 4551.9342


@pytest.mark.parametrize(
    ("rounding", "closings"),
    [("cent", ["562.58", "1138.37", "1734.40"]), ("jiao_up", ["562.60", "1138.40", "1734.50"])],
)
def test_three_years_close_to_the_cent(rounding: str, closings: list[str]) -> None:
    rates = "[{year = 2019, percent = 1.50}, {year = 2020, percent = 2.15}, {year = 2021, percent = 2.75}]"
    known = place(table("interest", f'convention = "E"\nrounding = "{rounding}"\nrates = {rates}'))
    entries = [
        AccountEntry(each.day.replace(year=year), each.sub, each.fen) for year in (2019, 2020, 2021) for each in YEAR
    ]
    found = statements(known, entries, KNOWN, 2021)
    assert [each.closing_fen for each in found] == [int(Decimal(each) * 100) for each in closings]
    assert balance(known, entries, KNOWN, Month(2021, 12)) == (found[-1].closing_fen, ())


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("12.30", 1230), ("12.301", 1240), ("12.31", 1240), ("12.39", 1240), ("0.01", 10), ("0", 0)],
)
def test_a_fen_seen_makes_a_jiao(exact: str, rounded: int) -> None:
    assert Rounding.JIAO_UP.fen(Fraction(exact) * 100) == rounded


def test_half_a_fen_is_rounded_up() -> None:
    assert [Rounding.CENT.fen(Fraction(n, 2)) for n in (0, 1, 2, 3, -1)] == [0, 1, 1, 2, 0]


def test_a_rate_counts_only_once_it_is_published() -> None:
    rates = "[{year = 2020, percent = 2, published = 2021-02-01}, {year = 2021, percent = 3, published = 2022-02-01}]"
    known = place(table("interest", f'convention = "B"\nrates = {rates}'))
    opening = {SubAccount.PERSONAL: 100000}
    before = close_year(known, 2021, opening, [], date(2022, 1, 31))
    after = close_year(known, 2021, opening, [], date(2022, 2, 1))
    assert (before.interest_fen, before.provisional) == (2000, True)
    assert (after.interest_fen, after.provisional) == (3000, False)
    remark = before.remark()
    assert remark is not None and "暂算" in remark.words and remark.cure


def test_without_any_rate_the_account_stands_still_and_is_provisional() -> None:
    statement = close_year(place(TIERS), 2021, {SubAccount.PERSONAL: 100000}, [], KNOWN)
    assert (statement.closing_fen, statement.provisional) == (100000, True)


def test_interest_stops_with_the_month_in_which_the_account_is_settled() -> None:
    opening = {SubAccount.PERSONAL: 120000}
    assert close_year(bank("B", rate="1"), 2021, opening, [], KNOWN, until=4).interest_fen == 400
    demand = bank("C", rate="1.2", demand=", demand_percent = 0.36")
    booked = [AccountEntry(date(2021, 3, 31), SubAccount.PERSONAL, 365000)]
    assert close_year(demand, 2021, {}, booked, KNOWN, until=4).interest_fen == 108


SUMS = st.integers(0, 10**7)
ENTRIES = st.lists(
    st.builds(
        AccountEntry,
        st.dates(date(2019, 1, 1), date(2021, 12, 31)),
        st.sampled_from(list(SubAccount)),
        st.integers(1, 10**7),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60)
@given(ENTRIES, st.sampled_from("ABCDE"), st.sampled_from(["cent", "jiao_up"]), st.integers(0, 900))
def test_an_account_is_the_sum_of_its_sub_accounts(
    entries: list[AccountEntry], convention: str, rounding: str, rate: int
) -> None:
    percent = f"{rate // 100}.{rate % 100:02d}"
    rates = ", ".join(f"{{year = {y}, percent = {percent}, demand_percent = 0.35}}" for y in (2019, 2020, 2021))
    counts = 'counts = "next_month"' if convention == "D" else ""
    known = place(
        table("interest", f'convention = "{convention}"\nrounding = "{rounding}"\n{counts}\nrates = [{rates}]')
    )
    found = statements(known, entries, KNOWN, 2021)
    assert found[-1].closing_fen == sum(found[-1].balances().values())
    assert found[-1].closing_fen == sum(each.fen for each in entries) + sum(each.interest_fen for each in found)
    assert balance(known, entries, KNOWN, Month(2021, 12))[0] == found[-1].closing_fen
    assert all(line.interest_fen >= 0 for each in found for line in each.lines)


def test_statement_lines_say_where_the_money_came_from() -> None:
    known = place(TIERS, SUBSIDY, table("interest", 'convention = "E"\nrates = [{year = 2021, percent = 2.75}]'))
    statement = close_year(known, 2021, {SubAccount.PERSONAL: 300000}, YEAR, KNOWN)
    assert [line.sub.in_words() for line in statement.lines] == ["个人缴费", "各级财政补贴"]
    assert statement.source is not None and statement.policy == "test"
