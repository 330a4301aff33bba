"""Each mechanism of the scheme is whole: read, refused at the place of a mistake, put into words, and explained."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import resources
from tests.domain.places import place
from tests.domain.test_describing import EVERYTHING, NEW_YEAR
from village_desk.domain.basics.errors import Refused
from village_desk.domain.policy import mechanisms, policy_file
from village_desk.domain.policy.policy import Mechanism
from village_desk.domain.policy.registry import MECHANISMS

README = resources.path("policies/README.md").read_text("utf-8")
each_mechanism = pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda mechanism: mechanism.key)


def test_every_module_of_a_mechanism_is_in_the_registry_once() -> None:
    modules = {path.stem for path in Path(mechanisms.__path__[0]).glob("*.py")} - {"__init__"}
    listed = [mechanism.read.__module__.rpartition(".")[2] for mechanism in MECHANISMS]
    assert sorted(listed) == sorted(modules)
    assert len({mechanism.key for mechanism in MECHANISMS}) == len(MECHANISMS)
    assert len({mechanism.kind for mechanism in MECHANISMS}) == len(MECHANISMS)


@each_mechanism
def test_a_mechanism_is_read_from_its_table(mechanism: Mechanism[Any]) -> None:
    assert mechanism.key in tomllib.loads(EVERYTHING), "tests/domain/everything.toml has no row of it"
    found = policy_file.read(EVERYTHING, "everything.toml").values(mechanism.kind)
    assert found and all(isinstance(each, mechanism.kind) for each in found)


@each_mechanism
def test_a_mechanism_is_put_into_words(mechanism: Mechanism[Any]) -> None:
    """That each of its values is among the words is proven in test_describing.py."""
    assert list(mechanism.clauses(policy_file.read(EVERYTHING, "everything.toml"), NEW_YEAR))
    assert mechanism.subject.in_words()


@each_mechanism
def test_a_mistake_in_a_mechanism_is_refused_at_its_place(mechanism: Mechanism[Any]) -> None:
    with pytest.raises(Refused) as refusal:
        place(f"[[{mechanism.key}]]\nno_such_column = 1\n")
    assert refusal.value.code == "policy" and str(refusal.value.field).startswith(mechanism.key)


@each_mechanism
def test_a_mechanism_and_its_columns_are_explained_to_the_county(mechanism: Mechanism[Any]) -> None:
    line = re.search(rf"^\| `\[+{mechanism.key}\]+` ", README, re.MULTILINE)
    assert line, "resources/policies/README.md has no line of it"
    written = tomllib.loads(EVERYTHING)[mechanism.key]
    columns = {key for row in (written if isinstance(written, list) else [written]) for key in row}
    assert not [key for key in columns if not re.search(rf"\b{key}\b", README)]
