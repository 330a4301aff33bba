"""An amount that is paid in one month only, here a birthday subsidy, enters no monthly figure and is said by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from tests.domain.places import ENTITLEMENT, HEAD, PENSION, SUBSIDY, TIERS, table
from village_desk.commands import output_scheme
from village_desk.domain.assessing import assess
from village_desk.domain.basics import money
from village_desk.domain.basics.ages import birthday
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.reasons import Part
from village_desk.domain.basics.sources import Source
from village_desk.domain.cases import running
from village_desk.domain.estimates.for_person import Plan, compare, estimate
from village_desk.domain.people import Resident
from village_desk.domain.policy import clauses, policy_file
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.drawing import Drawing, DueMonth
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.domain.policy.registry import MECHANISMS
from village_desk.domain.rules.pausing import PauseReason, resume
from village_desk.domain.rules.pensions import monthly
from village_desk.domain.rules.person_facts import PaidYear, PersonFacts
from village_desk.services import explaining

BORN = date(1961, 11, 5)
BEFORE, IN_THE_MONTH, AFTER = date(2026, 10, 20), date(2026, 11, 20), date(2026, 12, 20)
ELDER = PersonFacts(BORN, tuple(PaidYear(year, date(year, 6, 1), 10000) for year in range(2007, 2022)), account_fen=0)
ONCE = "2026年11月另一次性发 500 元（满 65 岁生日补贴）"


@dataclass(frozen=True, slots=True)
class BirthdaySubsidy:
    """An amount in the month in which somebody reaches an age."""

    period: Period
    source: Source
    age: int
    fen: int


def _read(file: PolicyTable) -> tuple[BirthdaySubsidy, ...]:
    return read_dated(
        file.tables("birthday"),
        lambda row: BirthdaySubsidy(row.period(), row.source(), row.years("age"), row.money("amount")),
    )


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    if gift := policy.value(BirthdaySubsidy, on):
        words = f"满 {gift.age} 岁的当月一次性发 {money.short(gift.fen)} 元"
        yield clauses.of(gift, words)


def _parts(policy: Policy, due: DueMonth) -> Iterator[Part]:
    gift = policy.value(BirthdaySubsidy, due.day)
    if gift and due.month == Month.of(birthday(due.drawing.birth, gift.age)):
        yield Part("birthday", f"满 {gift.age} 岁生日补贴", gift.fen, gift.source, once=True)


BIRTHDAY = Mechanism("birthday", BirthdaySubsidy, ClauseSubject.ON_TOP, _read, _clauses, _parts)
CASE = """
[[cases]]
name = "满65岁当月"
ask = "pension"
given = { month = "2026-11", account = 0, born = 1961-11-05 }
expect = { monthly = 123, once = 500, base = 123, extra = 0, account_part = 0 }
"""
TEXT = HEAD + TIERS + SUBSIDY + PENSION + ENTITLEMENT + table("birthday", "age = 65\namount = 500") + CASE
COUNTY = policy_file.read(TEXT, "birthday.toml", (*MECHANISMS, BIRTHDAY))


@pytest.mark.parametrize("on", [BEFORE, IN_THE_MONTH, AFTER])
def test_the_monthly_figures_are_those_of_any_other_month(on: date) -> None:
    plan = Plan(BORN, 10000, 0, account_fen=0, paid_years=15)
    found = assess(COUNTY, ELDER, on).pension
    assert estimate(COUNTY, plan, on).monthly_fen == 12300
    assert found is not None and found.monthly_fen == found.base_fen == 12300
    assert [part.code for part in found.parts] == ["base_all", "account"]
    assert [part.fen for part in found.once] == ([50000] if on == IN_THE_MONTH else [])


def test_the_worked_case_of_the_policy_comes_out() -> None:
    assert [case.differences for case in running.run(COUNTY)] == [()]


def test_break_even_and_comparison_leave_it_out() -> None:
    both = compare(COUNTY, Plan(BORN, 10000, 1), Plan(BORN, 100000, 1), IN_THE_MONTH)
    assert both.left.pension.once_fen == both.right.pension.once_fen == 50000
    assert (both.left.monthly_fen, both.right.monthly_fen) == (12300 + 94, 12300 + 763)
    assert (both.left.months_to_break_even, both.right.months_to_break_even) == (1, 8)
    assert (both.more_paid_fen, both.more_monthly_fen, both.months_to_break_even) == (90000, 669, 135)


def test_what_is_paid_backwards_for_the_month_holds_it() -> None:
    drawing = Drawing(BORN, Month(2021, 12), 0, 15)
    found = resume(COUNTY, drawing, Month(2026, 10), Month(2027, 1), PauseReason.NOT_VERIFIED, date(2027, 1, 5))
    assert found.back_pay is not None and found.back_pay.total_fen == 3 * 12300 + 50000
    assert monthly(COUNTY, drawing, Month(2026, 11), IN_THE_MONTH).due_fen == 12300 + 50000


def test_lines_and_answers_for_scripts_name_it_by_itself() -> None:
    found = assess(COUNTY, ELDER, IN_THE_MONTH)
    lines = list(explaining.assessment(found))
    assert "每月 123.00 元：基础养老金（各级财政） 123 元＋个人账户养老金（账户储存额 ÷ 139） 0 元" in lines
    assert ONCE in lines and not any("623" in line for line in lines)
    answer = output_scheme.assessment(Resident("p1", "谭少怀", "429004196111054098"), found)["pension"]
    assert (answer["total_fen"], [part["fen"] for part in answer["once"]]) == (12300, [50000])
    both = compare(COUNTY, Plan(BORN, 10000, 1), Plan(BORN, 100000, 1), IN_THE_MONTH)
    assert list(explaining.comparison(both)).count(ONCE) == 2


def test_the_policy_says_it() -> None:
    assert [each.words for each in BIRTHDAY.clauses(COUNTY, IN_THE_MONTH)] == ["满 65 岁的当月一次性发 500 元"]
