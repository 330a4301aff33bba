"""The counter takes what the separate table says (``fee_table.py``), to the fen, or refuses and records nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.desks import StillClock, id_number
from tests.domain import fee_table
from tests.test_cli import Scripts

pytestmark = pytest.mark.usefixtures("still")

COUNTY: dict[str, Any] = {
    "groups": {"a": "特困人员", "b": "重度残疾人", "c": "低保对象"},
    "tiers": [
        {"amounts": [100, 200, 500]},
        {"amounts": [80], "groups": ["c"]},
        {"min": 2000, "max": 3000},
    ],
    "subsidy": [
        {
            "type": "per_amount",
            "base": 50,
            "first": 30,
            "step": 100,
            "each": 7,
            "added_cap": 60,
            "levels": [{"level": "province", "percent": 3333}, {"level": "county", "percent": 6667}],
            "back_paid": False,
        }
    ],
    "gov_paid": [
        {"groups": ["a"], "list": "on_day", "amount": 100},
        {"groups": ["c"], "list": "last_year", "percent": 3333},
    ],
    "precedence": [{"order": ["a", "c"]}],
    "start": date(2011, 7, 1),
    "enrolment": [{"min_age": 16}],
    "entitlement": [{"age": 60, "min_years": 15}],
    "back_pay": [{"allowed": True, "tiers": [200, 500]}],
}
ON = date(2026, 11, 2)
ALIVE: dict[str, Any] = {"death": None, "left": None, "drawing": None, "other": [], "hindered": False, "payments": []}
PEOPLE: dict[str, dict[str, Any]] = {
    "单一": {"birth": date(1980, 5, 5), "groups": {}},
    "单二": {"birth": date(1966, 11, 2), "groups": {"a": [(date(2026, 1, 1), None)]}},
    "单三": {"birth": date(1966, 11, 3), "groups": {"c": [(date(2025, 3, 1), date(2025, 8, 31))]}},
    "单四": {"birth": date(1990, 2, 3), "groups": {"c": [(date(2026, 1, 1), None)]}},
    "单五": {"birth": date(2010, 11, 3), "groups": {}},
    "单六": {"birth": date(1990, 2, 3), "groups": {"a": [(date(2026, 1, 1), None)], "c": [(date(2025, 1, 1), None)]}},
    "单七": {"birth": date(1965, 11, 1), "groups": {}},
}


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    policy = tmp_path / "county.toml"
    policy.write_text(fee_table.as_policy(COUNTY), "utf-8")
    found.done("policy", "adopt", str(policy), "--since", "2011-07-01")
    for place, (name, person) in enumerate(PEOPLE.items()):
        number = id_number(f"{person['birth']:%Y%m%d}", 2 * place + 1)
        found.done("register", name, number, "--group", "三组", "--household", str(place + 1), "--head", name)
        for group, spans in person["groups"].items():
            for first, last in spans:
                words = ["--until", f"{last}"] if last else []
                found.done("member", "add", number, COUNTY["groups"][group], "--since", f"{first}", *words)
    return found


PAYMENTS = [(2026, 80), (2024, 500), (2026, 2345), (2026, 200), (2024, 200)]
"""Asked for one after the other; what was taken counts for what comes after."""


def test_what_is_taken_is_what_the_table_says_and_what_is_refused_leaves_nothing(scripts: Scripts) -> None:
    taken = 0
    for place, (name, groups_and_birth) in enumerate(PEOPLE.items()):
        person: dict[str, Any] = {**groups_and_birth, **ALIVE, "payments": []}
        number = id_number(f"{person['birth']:%Y%m%d}", 2 * place + 1)
        for year, tier in PAYMENTS:
            told = fee_table.asked_for(COUNTY, person, year, tier * 100, ON)
            result = scripts.run("collect", number, "--year", str(year), "--tier", str(tier), "--json")
            found = json.loads(result.stdout)
            if told is None or not told["own"]:  # where others pay all of it there is no cash
                assert result.exit_code == 1 and found["message"] and found["cure"] and found["field"], (
                    name,
                    year,
                    tier,
                )
                continue
            assert result.exit_code == 0, (name, year, tier, found)
            assert (found["amount_fen"], found["government_fen"]) == (told["own"], told["government"]), (name, year)
            kind = "back" if year < ON.year else "paid"
            person["payments"].append({"year": year, "day": ON, "fen": tier * 100, "government": 0, "kind": kind})
            taken += 1
    assert taken == scripts.done("status")["receipts"] > 8
    assert scripts.done("check")["well"]
