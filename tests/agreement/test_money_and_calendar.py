"""One money and one calendar for desk and township: what one reads and writes, the other does."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.agreement import calendar, money
from sync.agreement.down_checks import NotSent
from sync.township.down import lists
from village_desk.domain import people
from village_desk.domain.basics import ages
from village_desk.domain.basics import money as typed
from village_desk.domain.basics.errors import Refused


@given(fen=st.integers(-money.LARGEST, money.LARGEST))
def test_an_amount_comes_back_from_its_figures(fen: int) -> None:
    assert money.read(money.figures(fen)) == money.read(money.short(fen)) == typed.read(money.figures(fen)) == fen


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("201,48", "form"),
        ("1.005", "form"),
        ("NaN", "form"),
        ("Infinity", "form"),
        ("1e3", "form"),
        ("", "form"),
        ("+5", "form"),
        ("999999999999", "too_large"),
    ],
)
def test_what_is_no_amount_is_none_at_either_door(written: str, why: str) -> None:
    with pytest.raises(money.NoAmount) as no:
        money.read(written)
    assert no.value.why == why
    with pytest.raises(Refused):
        typed.read(written)
    with pytest.raises(NotSent, match="amount"):
        lists.fen(written, 1)


@pytest.mark.parametrize("yuan", [Decimal("0.001"), Decimal("NaN"), Decimal("Infinity"), Decimal("1E999999"), "x"])
def test_an_exact_amount_is_whole_fen_of_a_size_that_there_is(yuan: Decimal | str) -> None:
    with pytest.raises(money.NoAmount):
        money.exact(yuan)
    with pytest.raises(Refused):
        typed.from_yuan(yuan)


def test_a_comma_in_the_wrong_place_is_not_read_as_another_amount() -> None:
    """The township's strict form once took 201,48 for 20,148 yuan."""
    with pytest.raises(NotSent, match="amount"):
        lists.paid("x", "税务", "tax", '身份证号,年度,金额\n11010519491231002X,2026,"201,48"\n')


@pytest.mark.parametrize("text", ["20261102", "2026-W45-1", "2026-2-1", "2026-02-30", "2026-11-02T00:00", "", "x"])
def test_a_day_is_written_in_one_way(text: str) -> None:
    assert calendar.day(text) is None
    assert calendar.day("2026-11-02") == date(2026, 11, 2)


@pytest.mark.parametrize(("text", "is_one"), [("2026-11", True), ("2026-13", False), ("202611", False), ("", False)])
def test_a_month_is_written_in_one_way(text: str, is_one: bool) -> None:
    assert calendar.is_month(text) is is_one


@given(born=st.dates(date(1900, 1, 1), date(2020, 12, 31)), on=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_everybody_is_as_old_as_the_last_birthday_says(born: date, on: date) -> None:
    years = ages.age(born, on)
    assert ages.birthday(born, years) <= on < ages.birthday(born, years + 1)
    number = f"429004{born:%Y%m%d}0010"
    assert people.Resident(person="p", name="x", id_number=number).age(on) == years
