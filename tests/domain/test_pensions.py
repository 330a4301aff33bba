"""The monthly amount, a raise paid late, pausing and resuming (R8, R9, R12; W1-W5, W17)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.places import PENSION, SUBSIDY, TIERS, place, table
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Part
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms import base_pension
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.pausing import PauseReason, resume
from village_desk.domain.rules.pensions import Pension, monthly
from village_desk.domain.rules.raises import BackPayKind, raised

NOW = date(2026, 1, 1)
BORN = date(1961, 4, 1)
START = Month(2021, 5)
PLAIN = place(TIERS, SUBSIDY, PENSION)


def drawing(account_fen: int, paid_years: int = 15, first: Month = START, last: Month | None = None) -> Drawing:
    return Drawing(BORN, first, account_fen, paid_years, last)


@pytest.mark.parametrize(
    ("account", "part", "base", "whole"),
    [
        (1390000, 10000, 123, 22300),
        (5000000, 35971, 123, 48271),
        (15 * 23000, 2482, 148, 17282),
        (15 * 56000, 6043, 143, 20343),
        (15 * 116000, 12518, 0, 12518),
        (15 * 534000, 57626, 0, 57626),
        (15 * 300000, 32374, 0, 32374),
    ],
)
def test_the_monthly_amount_is_base_and_account_part(account: int, part: int, base: int, whole: int) -> None:
    known = place(PENSION.replace("123", str(base)))
    found = monthly(known, drawing(account), START, NOW)
    assert (found.account_fen, found.base_fen, found.monthly_fen) == (part, base * 100, whole)
    assert sum(each.fen for each in found.parts) == found.monthly_fen
    assert "÷ 139" in found.parts[-1].words and found.parts[-1].source is not None


def test_what_is_paid_once_is_due_in_its_month_and_enters_no_monthly_figure() -> None:
    parts = (Part("base_all", "基础养老金", 12300), Part("account", "个人账户养老金", 10000))
    gift = Part("gift", "满65岁生日补贴", 50000, once=True)
    found = Pension(Month(2026, 11), parts, "test", once=(gift,))
    assert (found.monthly_fen, found.once_fen, found.due_fen, found.base_fen) == (22300, 50000, 72300, 12300)
    assert found.once_in_words() == ("2026年11月另一次性发 500 元（满65岁生日补贴）",)


LEVELS = """
[[base_pension]]
level = "central"
amount = 70
from = "2014-07"
announced = 2015-01-10
document = "test"

[[base_pension]]
level = "central"
amount = 55
from = "2009-09"
document = "test"

[[base_pension]]
level = "county"
amount = 12.50
from = "2012-01"
document = "test"
"""


def test_the_base_is_kept_by_level_and_as_it_was_known() -> None:
    known = place(LEVELS)
    then, now = date(2015, 1, 9), date(2015, 1, 10)
    assert [line.fen for line in base_pension.lines(known, Month(2014, 12), then)] == [5500, 1250]
    assert [line.fen for line in base_pension.lines(known, Month(2014, 12), now)] == [7000, 1250]
    assert [line.fen for line in base_pension.lines(known, Month(2014, 6), now)] == [5500, 1250]
    assert base_pension.lines(known, Month(2009, 8), now) == ()


EXTRA = table("years_extra", "over = 15\namount = 2")
TILT = table("age_tilt", "rows = [{age = 65, amount = 5}, {age = 75, amount = 10}]")


def test_years_above_fifteen_and_old_age_add_their_lines() -> None:
    known = place(PENSION, EXTRA, TILT)
    parts = {part.code: part.fen for part in monthly(known, drawing(139000, 18), Month(2026, 5), NOW).parts}
    assert parts == {"base_all": 12300, "years_extra": 600, "age_tilt": 500, "account": 1000}
    born_in_april = {part.code for part in monthly(known, drawing(139000, 15), Month(2026, 4), NOW).parts}
    assert "age_tilt" not in born_in_april and "years_extra" not in born_in_april
    assert monthly(known, drawing(0), Month(2036, 5), NOW).base_fen == 13300


def test_the_extra_may_be_a_part_of_the_base() -> None:
    known = place(PENSION, table("years_extra", "over = 15\npercent = 1"))
    assert monthly(known, drawing(0, 20), START, NOW).base_fen == 12300 + 615


def test_the_divisor_may_depend_on_the_age_of_starting() -> None:
    by_age = table("divisor", 'months = 139\nrounding = "jiao_up"\nrows = [{age = 63, months = 117}]')
    known = place(by_age)
    assert monthly(known, drawing(1390000, first=Month(2024, 4)), Month(2024, 4), NOW).account_fen == 10000
    assert monthly(known, drawing(1390000, first=Month(2024, 5)), Month(2024, 5), NOW).account_fen == 11890


RAISE = """
[[base_pension]]
level = "central"
amount = 123
from = "2024-01"
document = "test"

[[base_pension]]
level = "central"
amount = 143
from = "2025-01"
announced = 2025-07-10
document = "test"
"""
JANUARY, JUNE = Month(2025, 1), Month(2025, 6)
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 10)


@pytest.mark.parametrize(
    ("first", "last", "fen", "months"),
    [
        (Month(2021, 5), None, 12000, 6),
        (Month(2025, 4), None, 6000, 3),
        (Month(2021, 5), Month(2025, 3), 6000, 3),
        (Month(2025, 7), None, 0, 0),
    ],
    ids=["whole half year", "started in April", "died in March", "started in July"],
)
def test_a_late_raise_is_owed_for_the_months_that_are_owed(
    first: Month, last: Month | None, fen: int, months: int
) -> None:
    found = raised(place(RAISE), drawing(0, 15, first, last), JANUARY, JUNE, BEFORE, AFTER)
    assert (found.total_fen, len(found.months), found.kind) == (fen, months, BackPayKind.RAISED)
    assert all(month.owed_fen == 2000 for month in found.months)


@given(st.integers(0, 24), st.integers(0, 24), st.integers(0, 10**6), st.integers(10, 30), st.integers(0, 20))
def test_a_raise_paid_late_equals_a_raise_paid_on_time(
    start: int, length: int, account: int, years: int, paid_before: int
) -> None:
    known: Policy = place(RAISE, EXTRA, table("divisor", "months = 139"))
    person = drawing(account, years, Month(2024, 1) + start, Month(2024, 1) + start + length)
    months = [Month(2024, 1) + step for step in range(paid_before + 1)]
    late = sum(monthly(known, person, month, BEFORE).due_fen for month in months if person.owed(month))
    late += raised(known, person, months[0], months[-1], BEFORE, AFTER).total_fen
    assert late == sum(monthly(known, person, month, AFTER).due_fen for month in months if person.owed(month))


PAUSED, RESUMED = Month(2025, 3), Month(2025, 8)


def test_who_proves_to_be_alive_late_is_paid_for_the_pause() -> None:
    found = resume(PLAIN, drawing(139000), PAUSED, RESUMED, PauseReason.NOT_VERIFIED, NOW)
    assert found.back_pay is not None
    assert (found.back_pay.total_fen, len(found.back_pay.months)) == (5 * 13300, 5)
    assert found.first == RESUMED and found.back_pay.kind is BackPayKind.RESUMED


def test_an_older_rule_pays_only_the_months_of_grace() -> None:
    known = place(PENSION, table("practice", "proof_back_paid = false\nproof_grace_months = 2"))
    found = resume(known, drawing(139000), PAUSED, RESUMED, PauseReason.NOT_VERIFIED, NOW)
    assert found.back_pay is not None and found.back_pay.total_fen == 2 * 13300


@pytest.mark.parametrize(
    ("why", "innocent", "paid"),
    [
        (PauseReason.PRISON, False, False),
        (PauseReason.PRISON, True, False),
        (PauseReason.DETAINED, False, False),
        (PauseReason.DETAINED, True, True),
    ],
)
def test_prison_is_never_paid_and_detention_only_when_innocent(why: PauseReason, innocent: bool, paid: bool) -> None:
    found = resume(PLAIN, drawing(139000), PAUSED, RESUMED, why, NOW, innocent)
    assert (found.back_pay is not None) is paid
    assert found.reason.words
