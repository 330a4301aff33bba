"""Death, leaving, moving, overlap with the employee scheme, rates (R11, R13-R15; W12, W13, W18, W22, W23)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.places import PENSION, place, table
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms.leaving_reasons import LeavingKind
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.accounts import SubAccount
from village_desk.domain.rules.leaving import from_employee_scheme, leave, move, to_employee_scheme
from village_desk.domain.rules.overlap import refund
from village_desk.domain.rules.pensions import monthly
from village_desk.domain.rules.person_facts import EmployeeMonths, PaidOut, PaidYear, PersonFacts, YearKind
from village_desk.domain.rules.rates import Rate, RateKind
from village_desk.domain.rules.settlements import (
    Overpaid,
    last_month,
    overpaid,
    rest_of_account,
    settle_death,
    settle_payer,
    valued,
)

NOW = date(2026, 1, 1)
DEATH = table("death", "funeral_times = 10\nreport_days = 30")
COUNTY = place(PENSION, DEATH)
START = Month(2021, 5)
FULL = Drawing(date(1961, 4, 1), START, 1390000, 15)
DIED = date(2024, 4, 20)


def paid_as_due(policy: Policy, drawing: Drawing, death: date, through: Month, known_on: date = NOW) -> Overpaid:
    """The months after a death, of which every list paid what was due by the values known on a day."""
    months = overpaid(death, through)
    lists = tuple(PaidOut(month, monthly(policy, drawing, month, known_on).due_fen) for month in months)
    return valued(death, through, lists)


@pytest.mark.parametrize(
    ("death", "last", "months"),
    [
        (date(2024, 5, 31), Month(2024, 5), 3),
        (date(2024, 6, 1), Month(2024, 6), 2),
        (date(2024, 8, 1), Month(2024, 8), 0),
    ],
)
def test_months_after_the_month_of_death_are_overpaid(death: date, last: Month, months: int) -> None:
    assert last_month(death) == last
    assert len(overpaid(death, Month(2024, 8))) == months


def test_a_settlement_takes_the_overpaid_account_part_only_once() -> None:
    found = settle_death(COUNTY, FULL, DIED, paid_as_due(COUNTY, FULL, DIED, START + 38), NOW)
    assert {part.code: part.fen for part in found.parts} == {
        "account_rest": 1390000 - 36 * 10000,
        "funeral": 123000,
        "overpaid": -3 * 22300,
    }
    assert found.total_fen == 1086100
    by_the_ledger = rest_of_account(COUNTY, FULL, START + 38) + 123000 - 3 * 12300
    assert found.total_fen == by_the_ledger != 1056100


@given(st.integers(0, 200), st.integers(0, 20), st.integers(0, 10**7))
def test_both_ways_of_settling_agree_while_the_account_lasts(owed: int, over: int, account: int) -> None:
    drawing = Drawing(date(1961, 4, 1), START, account, 15)
    death = (START + owed).first_day()
    found = settle_death(COUNTY, drawing, death, paid_as_due(COUNTY, drawing, death, START + owed + over), NOW)
    part = rest_of_account(COUNTY, drawing, START + -1) - rest_of_account(COUNTY, drawing, START)
    if rest_of_account(COUNTY, drawing, START + owed + over):
        assert found.total_fen == rest_of_account(COUNTY, drawing, START + owed + over) + 123000 - over * 12300
    assert found.total_fen <= account + 123000 and part >= 0


def test_the_account_never_goes_below_nothing() -> None:
    assert rest_of_account(COUNTY, FULL, START + 38) == 1000000
    assert rest_of_account(COUNTY, FULL, START + 138) == 0
    assert rest_of_account(COUNTY, FULL, START + 300) == 0


def test_old_rules_leave_the_subsidy_out_of_the_refund() -> None:
    old = place(PENSION, table("death", 'refund = "without_subsidy"\nfuneral = 500'))
    found = settle_death(old, FULL, DIED, Overpaid(()), NOW, subsidy_fen=139000)
    assert {part.code: part.fen for part in found.parts} == {"account_rest": 927000, "funeral": 50000}
    assert settle_payer(old, 100000, DIED, subsidy_fen=30000).total_fen == 70000
    assert settle_payer(COUNTY, 100000, DIED, subsidy_fen=30000).total_fen == 100000


def test_a_settlement_says_until_when_to_report_and_who_still_owes() -> None:
    poor = Drawing(date(1961, 4, 1), START, 0, 15)
    county = place(PENSION, table("death", "report_days = 30"))
    found = settle_death(county, poor, DIED, paid_as_due(county, poor, DIED, START + 40), NOW)
    assert found.total_fen == -5 * 12300
    assert [reason.code for reason in found.reasons] == ["report_death", "still_owing"]
    assert "2024-05-20" in found.reasons[0].words


RAISED = place(
    PENSION,
    '[[base_pension]]\nlevel = "all"\namount = 143\nfrom = "2024-05"\nannounced = 2024-07-20\ndocument = "test"\n',
    DEATH,
)


def test_a_raise_that_was_announced_after_the_months_were_paid_is_not_asked_back() -> None:
    lists = (PaidOut(Month(2024, 5), 22300), PaidOut(Month(2024, 6), 22300), PaidOut(Month(2024, 7), 24300))
    found = settle_death(RAISED, FULL, DIED, valued(DIED, Month(2024, 7), lists), NOW)
    # died in April, paid 223.00 + 223.00 + 243.00 = 689.00; the rates of now would ask 3 x 243.00 = 729.00
    assert {part.code: part.fen for part in found.parts}["overpaid"] == -68900
    # 36 months owed: 13,900 - 3,600 = 10,300.00; + 10 x 123.00 of April; - 689.00
    assert found.total_fen == 1030000 + 123000 - 68900


def test_what_the_lists_do_not_say_is_called_not_known_and_enters_no_sum() -> None:
    lists = (
        PaidOut(Month(2024, 5), 22300),
        PaidOut(Month(2024, 7), None),  # two lists differ, and nobody said which counts
        PaidOut(Month(2024, 8), 0),  # the list does not name the person
        PaidOut(Month(2024, 10), 24300, besides_fen=6000),
    )
    over = valued(DIED, Month(2024, 10), lists)
    assert [each.month for each in over.months] == [Month(2024, 5), Month(2024, 10)]
    assert over.unknown == (Month(2024, 6), Month(2024, 7), Month(2024, 9))
    assert (over.total_fen, over.besides_fen) == (22300 + 24300, 6000)
    found = settle_death(COUNTY, FULL, DIED, over, NOW)
    assert {part.code: part.fen for part in found.parts}["overpaid"] == -46600
    assert [reason.code for reason in found.reasons] == ["report_death", "overpaid_unknown", "arrears_unknown"]
    assert "2024年6月至2024年7月、2024年9月" in found.reasons[1].words and "60.00" in found.reasons[2].words


HELD = {SubAccount.PERSONAL: 300000, SubAccount.SUBSIDY_PROVINCE: 45000, SubAccount.COLLECTIVE: 10000}


def test_nobody_cashes_the_account_by_wish() -> None:
    with pytest.raises(Refused) as refusal:
        leave(None, HELD)
    assert refusal.value.code == "leave_wish" and "停缴" in refusal.value.cure


def test_who_drew_two_pensions_gives_the_base_back_and_gets_no_subsidy() -> None:
    found = leave(LeavingKind.OTHER_PENSION, HELD, base_drawn_fen=24600)
    assert {part.code: part.fen for part in found.parts} == {
        "personal": 300000,
        "collective": 10000,
        "base_back": -24600,
    }
    assert leave(LeavingKind.SETTLED_ABROAD, HELD).total_fen == 355000


def test_payers_move_with_their_account_and_payees_stay() -> None:
    assert move(HELD, drawing=False).total_fen == 355000
    with pytest.raises(Refused) as refusal:
        move(HELD, drawing=True)
    assert refusal.value.code == "move_drawing"


def test_employee_years_count_here_only_when_they_are_too_few_there() -> None:
    years = from_employee_scheme(900000, 9, 15, date(2024, 3, 1))
    assert [year.year for year in years] == list(range(2015, 2024))
    assert sum(year.tier_fen for year in years) == 900000 and {year.kind for year in years} == {YearKind.BROUGHT_IN}
    with pytest.raises(Refused):
        from_employee_scheme(900000, 15, 15, date(2024, 3, 1))
    assert to_employee_scheme(HELD, 15, 15).total_fen == 355000
    with pytest.raises(Refused) as refusal:
        to_employee_scheme(HELD, 14, 15)
    assert "14" in refusal.value.message and refusal.value.cure


def test_months_paid_twice_are_refunded_without_the_subsidy() -> None:
    paid = PaidYear(2023, date(2023, 2, 1), 120000, collective_fen=24000, subsidy_fen=6000)
    employee = (EmployeeMonths(Month(2023, 4), Month(2023, 12)),)
    found = refund(paid, employee)
    assert (found.months, {part.code: part.fen for part in found.parts}) == (9, {"own": 90000, "collective": 18000})
    assert refund(paid, (*employee, EmployeeMonths(Month(2023, 6), Month(2024, 1)))).months == 9, "no month twice"
    life = PersonFacts(date(1980, 1, 1), (paid,), employee=employee)
    assert list(life.years(date(2024, 1, 1))) == [2023]
    whole = replace(life, employee=(EmployeeMonths(Month(2022, 6), Month(2024, 1)),))
    assert whole.years(date(2024, 1, 1)) == {}, "a year that was paid there from end to end does not count here"
    assert refund(paid, ()).total_fen == 0


@pytest.mark.parametrize(
    ("done", "whole", "percent", "missing"),
    [(13880, 13900, "99.86%", 20), (9427, 328497, "2.87%", 319070), (21898, 23045, "95.02%", 1147), (0, 0, "—", 0)],
)
def test_a_rate_is_printed_with_its_definition_and_its_list(done: int, whole: int, percent: str, missing: int) -> None:
    rate = Rate(RateKind.PAYING, done, whole)
    assert (rate.percent(), rate.missing) == (percent, missing)
    assert "应缴人数" in rate.kind.definition()
