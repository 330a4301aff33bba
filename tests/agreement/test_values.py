"""Values are equal by their fields, and show them, unless they are keys."""

import copy
import pickle
from dataclasses import field, fields, replace
from pathlib import Path

import pytest

from sync.agreement.values import value
from sync.wire import keys


@value
class Spot:
    """A place and its words, which do not make it another place."""

    x: int
    y: int = 0
    words: str = field(default="", compare=False)


@value
class Farther(Spot):
    """The same and a way to it."""

    way: tuple[int, ...] = ()


@value
class Nothing:
    """Without a field."""


def test_values_are_equal_by_the_fields_that_are_compared() -> None:
    assert Spot(1, 2, "a") == Spot(1, 2, "b")
    assert hash(Spot(1, 2, "a")) == hash(Spot(1, 2, "b"))
    assert Spot(1) != Spot(2)
    assert Farther(1, way=(1,)) != Farther(1, way=(2,))
    assert {Nothing(), Nothing()} == {Nothing()}
    assert [each.name for each in fields(Farther)] == ["x", "y", "words", "way"]


def test_a_value_is_no_value_of_another_class() -> None:
    assert Spot(1) != Farther(1)
    assert Farther(1) != Spot(1)


def test_a_value_shows_its_fields_and_can_be_copied() -> None:
    far = Farther(1, 2, "here", (3,))
    assert repr(far) == "Farther(x=1, y=2, words='here', way=(3,))"
    assert pickle.loads(pickle.dumps(far)) == copy.deepcopy(far) == replace(far) == far


def test_a_field_that_nobody_declared_is_refused() -> None:
    with pytest.raises(AttributeError):
        Spot(1).z = 2  # type: ignore[attr-defined]


def test_keys_show_no_part_of_themselves(tmp_path: Path) -> None:
    key = keys.create(tmp_path / "key", b"")
    township = keys.TownshipKey.of(key, key, ())
    assert repr(key) == f"DeskKey(public={key.public[:8]}...)"
    assert repr(township) == repr(key)
