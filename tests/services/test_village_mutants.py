"""The road between two desks broken on purpose, one way at a time: the machine of two desks must notice each (I12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from sync import facts, inbox
from tests.services.test_village_machine import TwoDesks, number
from village_desk.store import person_fields, siblings
from village_desk.store.engine import IntegrityError

Step = Callable[[TwoDesks], object]

MET: list[Step] = [
    lambda village: village.somebody_registers(pc=0, who=0, field="phone"),
    lambda village: village.a_desk_sends(pc=0, faults=[]),
    lambda village: village.a_desk_sends(pc=1, faults=[]),
    lambda village: village.somebody_registers(pc=1, who=1, field="phone"),
    lambda village: village.a_desk_sends(pc=1, faults=[]),
    lambda village: village.a_desk_sends(pc=0, faults=[]),
    lambda village: village.a_desk_sends(pc=1, faults=[]),
]
"""Both desks are known to the township, and both people to both desks."""

BOTH_CORRECT: list[Step] = [
    *MET,
    lambda village: village.somebody_corrects(pc=0, who=0, field="phone"),
    lambda village: village.somebody_corrects(pc=1, who=0, field="phone"),
    lambda village: village.a_desk_sends(pc=0, faults=[]),
    lambda village: village.a_desk_sends(pc=1, faults=[]),
]
"""Two desks change the same field: the one whose word is the last hears the other's after its own."""

OLD_STICK: list[Step] = [
    *MET,
    lambda village: village.a_stick_is_written(pc=0),
    lambda village: village.the_township_says_something(pc=0, what=0),
    lambda village: village.the_township_says_something(pc=0, what=1),
    lambda village: village.a_stick_is_at_the_township(),
    lambda village: village.a_desk_sends(pc=0, faults=[]),
    lambda village: village.a_stick_comes_home(pc=0),
]
"""What came down by the line comes home on the stick as well."""


def nameless(village: TwoDesks) -> None:
    """Desk A registers somebody whom the township refuses."""
    here = village.pcs[0]
    with here.store.writing():
        here.store.record(facts.PersonRegistered(person=here.store.mint(), name="", id_number=number(2)))


HEALED: list[Step] = [
    *MET,
    nameless,
    lambda village: village.a_desk_sends(pc=0, faults=[]),
    lambda village: village.somebody_corrects(pc=0, who=2, field="name"),
    lambda village: village.a_desk_sends(pc=0, faults=[]),
]
"""A refused person stands after a correction: all of him is told, and the correction once more with its batch."""


def play(steps: Sequence[Step]) -> None:
    """The steps one after the other, the invariant after each, the audit at the end."""
    village = TwoDesks()
    try:
        for step in steps:
            step(village)
            village.what_came_down_has_no_gap()
    finally:
        village.teardown()


@pytest.mark.parametrize("steps", [BOTH_CORRECT, HEALED, OLD_STICK])
def test_the_road_as_it_is_stands_each_of_these_schedules(steps: list[Step]) -> None:
    play(steps)


def test_a_desk_where_the_last_change_heard_wins_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_fields, "_place", lambda *_: (0, False))
    with pytest.raises(AssertionError, match="knows another person"):
        play(BOTH_CORRECT)


def test_a_desk_that_applies_what_it_was_told_before_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(siblings, "_had", lambda *_: False)
    with pytest.raises(IntegrityError, match=r"told\.fact"):
        play(HEALED)


def test_a_desk_that_takes_messages_in_any_place_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "follows", lambda *_: True)
    with pytest.raises(IntegrityError, match=r"came_down\.number"):
        play(OLD_STICK)
