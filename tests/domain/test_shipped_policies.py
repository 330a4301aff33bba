"""Every policy that ships: its worked cases come out, and a single changed value makes them fail."""

import copy
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import resources
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.cases import running
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.reader import PolicyTable, PolicyText
from village_desk.domain.policy.registry import MECHANISMS

FILES = sorted(resources.path("policies").glob("*.toml"))
SAID_ONLY = {"id", "name", "title", "note", "number", "key", "document", "certainty", "documents", "cases", "at_least"}
"""What stands in a file for people to read: names, and where a value comes from."""
WITHOUT_EFFECT = {
    ("henan-2024", ("interest", 0, "from")),  # a year is counted by the rule of its last day
    ("henan-2024", ("subsidy", 0, "type")),  # a table with a row for every tier is the same read from tier to tier
    ("hubei-2024", ("subsidy", 0, "type")),
    ("example-county", ("interest", 0, "from")),
}
OTHER_WORD = {
    "required": "waived",
    "all": "without_subsidy",
    "on_day": "this_year",
    "last_year": "on_day",
    "central": "province",
    "A": "B",
    "from_tier": "table",
    "per_step": "from_tier",
    "table": "from_tier",
}


def ids(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_the_worked_cases_of_a_shipped_policy_come_out(path: Path) -> None:
    found = running.run(policy_file.read(path.read_text("utf-8"), path.name))
    assert len(found) >= 10
    assert not [(each.name, each.differences) for each in found if not each.passed]


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_one_changed_value_makes_the_cases_fail(path: Path) -> None:
    text = path.read_text("utf-8")
    values = tomllib.loads(text, parse_float=Decimal)
    places = [place for place in leaves(values, ()) if (path.stem, place) not in WITHOUT_EFFECT]
    unnoticed = [
        (place, changed) for place in places if not noticed(values, place, changed := other(values, place), text)
    ]
    assert len(places) >= 10
    assert not unnoticed


def test_every_mechanism_is_asked_about_by_a_case_of_the_example() -> None:
    """With the two tests above: a value of a mechanism that no question of cases asks for would go unnoticed here."""
    written = tomllib.loads(resources.path("policies/example-county.toml").read_text("utf-8"))
    assert {each.key for each in MECHANISMS} - set(written) == {"income_scheme"}, "yunhe-proposal.toml has that one"


def test_every_question_is_asked_by_a_shipped_file() -> None:
    written = [tomllib.loads(path.read_text("utf-8")) for path in FILES]
    assert set(running.QUESTIONS) == {case["ask"] for file in written for case in file["cases"]}


def leaves(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The places of all values that decide something."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in SAID_ONLY:
                yield from leaves(each, (*place, key))
    elif isinstance(value, list) and value and not isinstance(value[0], str):
        for number, each in enumerate(value):
            yield from leaves(each, (*place, number))
    else:
        yield place


def other(values: Any, place: tuple[Any, ...]) -> Any:
    """Another value of the same kind as the one at the place."""
    value = at(values, place)
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, int | Decimal):
        return value + 1
    if isinstance(value, list):
        return value[1:]
    if place[-1] == "from":
        return str(Month.read(value) + 1)
    return OTHER_WORD.get(
        value, value + "1" if not value.isdigit() else str(int(value) + 10 ** (6 - len(value.rstrip("0"))))
    )


def noticed(values: Any, place: tuple[Any, ...], changed: Any, text: str) -> bool:
    """Whether the changed file is refused, or one of its cases differs."""
    altered = copy.deepcopy(values)
    at(altered, place[:-1])[place[-1]] = changed
    try:
        found = policy_file.read_table(PolicyTable(altered, PolicyText(text, "changed")))
        return any(not each.passed for each in running.run(found))
    except Refused:
        return True


def at(values: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        values = values[step]
    return values
