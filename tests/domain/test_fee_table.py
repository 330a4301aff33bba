"""Any fee costs what a separate table says (``fee_table.py``); county, person and payment are drawn at random."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.domain import drawn, fee_table
from tests.domain.fee_table import County, Person
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.periods import Period
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.contributions import Contribution, contribution
from village_desk.domain.rules.person_facts import YearKind


def read(county: County) -> Policy:
    return policy_file.read(fee_table.as_policy(county), "drawn.toml")


def held(person: Person) -> tuple[Membership, ...]:
    return tuple(
        Membership(group, Period(first, last)) for group, spans in person["groups"].items() for first, last in spans
    )


def figures(found: Contribution) -> dict[str, Any]:
    levels = {part.code.removeprefix("subsidy_"): part.fen for part in found.parts if part.code.startswith("subsidy_")}
    assert found.own_fen + found.government_fen + found.waived_fen == found.tier_fen
    return {"own": found.own_fen, "government": found.government_fen, "subsidy": found.subsidy_fen, "levels": levels}


def taken(known: Policy, person: Person, fen: int, on: date, missed: bool) -> dict[str, Any] | None:
    kind = YearKind.BACK_PAID if missed else YearKind.PAID
    try:
        return figures(contribution(known, fen, on.year - missed, on, held(person), kind))
    except Refused as refusal:
        assert refusal.cure and refusal.field
        return None


PEOPLE = drawn.memberships().map(lambda groups: {"groups": groups})


LEVELS = [{"level": "province", "amount": 20}, {"level": "city", "amount": 20}, {"level": "county", "percent": 10_000}]
SMALL = {
    "groups": drawn.GROUPS,
    "tiers": [{"amounts": [100, 500]}],
    "subsidy": [
        {"type": "table", "rows": [{"tier": 100, "subsidy": 30}, {"tier": 500, "subsidy": 60}], "levels": LEVELS}
    ],
}
"""The fixed amounts of two levels are more than the whole subsidy of the lowest tier: 20 + 10, and no more."""


def test_no_level_pays_less_than_nothing_where_the_fixed_amounts_are_more_than_the_sum() -> None:
    low = taken(read(SMALL), {"groups": {}}, 10_000, drawn.LAST, missed=False)
    assert low is not None and low["levels"] == {"province": 2_000, "city": 1_000}
    high = taken(read(SMALL), {"groups": {}}, 50_000, drawn.LAST, missed=False)
    assert high is not None and high["levels"] == {"province": 2_000, "city": 2_000, "county": 2_000}


ZERO = {
    "groups": drawn.GROUPS,
    "tiers": [{"amounts": [100]}, {"amounts": [0], "groups": ["a"]}],
    "back_pay": [{"allowed": True}],
}


def test_a_missed_year_is_not_paid_back_with_nothing() -> None:
    person = {"groups": {"a": [(date(2020, 1, 1), None)]}}
    assert taken(read(ZERO), person, 0, drawn.LAST, missed=False) is not None
    assert taken(read(ZERO), person, 0, drawn.LAST, missed=True) is None


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn.counties(), PEOPLE, drawn.DAYS)
def test_every_tier_costs_what_the_table_says(county: County, person: Person, on: date) -> None:
    known = read(county)
    for fen in drawn.AMOUNTS:
        for missed in (False, True):
            assert taken(known, person, fen, on, missed) == fee_table.fee(county, person, fen, on, missed), (
                fen,
                missed,
            )
