"""The mechanisms of the subsidy (R3, W6, W7), and their split by level."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.places import HEAD, TIERS, place, table
from village_desk.domain.basics.errors import Refused
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.levels import Level
from village_desk.domain.policy.mechanisms import subsidies

DAY = date(2020, 5, 5)


def yuan(body: str, *tiers: int) -> list[int]:
    known = place(TIERS, table("subsidy", body))
    return [subsidies.subsidy(known, tier * 100, DAY).total_fen // 100 for tier in tiers]


def test_per_amount_caps_what_is_added_and_not_the_whole() -> None:
    body = 'type = "per_amount"\nbase = 100\nfirst = 30\nstep = 100\neach = 10\nadded_cap = 100'
    assert yuan(body, 100, 200, 500, 1000, 2000) == [30, 40, 70, 120, 130]


def test_per_step_counts_steps_of_the_ladder_and_not_hundreds() -> None:
    body = 'type = "per_step"\nfirst = 30\neach = 15'
    assert yuan(body, 100, 200, 300, 500, 1000) == [30, 45, 60, 75, 90]


def test_a_tier_that_a_table_forgets_is_noticed_on_reading() -> None:
    with pytest.raises(Refused, match="档次 300 元没有写补贴"):
        place(TIERS, table("subsidy", 'type = "table"\nrows = [{tier=100, subsidy=30}, {tier=200, subsidy=35}]'))


def test_two_subsidies_on_one_day_are_refused_with_their_line() -> None:
    one = table("subsidy", 'type = "per_step"\nfirst = 30\neach = 15')
    with pytest.raises(Refused, match="日期重叠") as refusal:
        place(TIERS, one, one)
    assert refusal.value.field == "subsidy[2].from"


def test_a_day_without_a_rule_has_no_subsidy() -> None:
    assert subsidies.subsidy(place(TIERS), 10000, DAY).total_fen == 0


def test_an_unknown_tier_has_no_subsidy_but_a_refusal() -> None:
    with pytest.raises(Refused) as refusal:
        subsidies.subsidy(place(TIERS, table("subsidy", 'type = "per_step"\nfirst = 30\neach = 15')), 99900, DAY)
    assert refusal.value.code == "tier_not_offered"


@given(st.integers(0, 10**9), st.integers(0, 100))
def test_the_levels_of_a_subsidy_make_the_subsidy(fen: int, province: int) -> None:
    text = HEAD + table(
        "subsidy",
        f'type = "per_step"\nfirst = {fen // 100}.{fen % 100:02d}\neach = 0\n'
        f'levels = [{{level = "province", percent = {province}}}, {{level = "city", amount = 5}}, '
        f'{{level = "county", percent = {100 - province}}}]',
    )
    parts = subsidies.subsidy(policy_file.read(text + TIERS, "t"), 10000, DAY)
    assert sum(part for _level, part in parts.parts) == parts.total_fen == fen
    assert all(part >= 0 for _level, part in parts.parts)
    assert [level for level, _part in parts.parts] == [Level.PROVINCE, Level.CITY, Level.COUNTY]


def test_levels_that_do_not_make_a_hundred_are_refused() -> None:
    with pytest.raises(Refused, match="加起来应为 100"):
        place(
            TIERS,
            table("subsidy", 'type = "per_step"\nfirst = 30\neach = 1\nlevels = [{level = "city", percent = 60}]'),
        )
