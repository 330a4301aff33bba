"""The road between two desks broken on purpose, one way at a time: the machine of two desks must notice each (I12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from sync.agreement import early, facts, journal
from sync.desk import inbox
from tests.services.test_village_machine import TwoDesks, number
from village_desk.store import applying
from village_desk.store.connection.engine import IntegrityError
from village_desk.store.subjects import other_desk, person_fields

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
"""A refused person stands after a correction: all their facts are sent, and the correction again with its batch."""


def corrects(pc: int) -> Step:
    return lambda village: village.somebody_corrects(pc=pc, who=0, field="phone")


def sends(pc: int) -> Step:
    return lambda village: village.a_desk_sends(pc=pc, faults=[])


def by_stick(pc: int) -> Step:
    def goes(village: TwoDesks) -> None:
        village.a_stick_is_written(pc=pc)
        village.a_stick_is_at_the_township()
        village.a_stick_comes_home(pc=pc)

    return goes


def backed_up(village: TwoDesks) -> None:
    village.the_books_are_backed_up()


def put_back(which: int = 0, told: bool = True) -> Step:
    return lambda village: village.the_books_are_restored(which=which, told=told)


OTHER_ORDER: list[Step] = [
    *MET,
    backed_up,
    corrects(0),
    corrects(1),
    sends(0),
    sends(1),
    sends(0),
    put_back(),
    sends(1),
]
"""Both desks heard both changes; in the township's new life the other one comes first."""

BY_HAND: list[Step] = [*OTHER_ORDER[:-2], put_back(told=False), sends(1)]

BY_STICK: list[Step] = [
    *MET,
    backed_up,
    *(corrects(0), corrects(1), by_stick(0), by_stick(1), by_stick(0)),
    put_back(),
    *(by_stick(1), by_stick(1), by_stick(0), by_stick(0), by_stick(1), by_stick(0)),
]

ONE_HEARD: list[Step] = [*MET, backed_up, corrects(0), sends(0), corrects(1), sends(1), put_back(), sends(1)]
"""B heard A's change before the restore, A never heard B's."""

BETWEEN: list[Step] = [
    *(*MET, corrects(0), corrects(1), sends(0), backed_up, sends(1), sends(0)),
    *(put_back(), corrects(0), sends(0), sends(1)),
]
"""The books are put back to between the two."""

OLD_STICK_FIRST: list[Step] = [
    *(*MET, backed_up, corrects(0), corrects(1)),
    lambda village: village.a_stick_is_written(pc=0),
    *(sends(0), sends(1), sends(0), put_back(), sends(1)),
    lambda village: village.a_stick_is_at_the_township(),
    *(sends(0), sends(1)),
]
"""A's batch came again by an old stick before A asks: it is there, in another place than A was told."""

TWICE_RESTORED: list[Step] = [
    *(*MET, backed_up, corrects(0), corrects(1), sends(0), sends(1), backed_up, sends(0)),
    *(put_back(0), sends(1), sends(0), sends(1), put_back(1), sends(1), sends(0)),
]
"""Back to an old copy, then to the later one: the first order holds again."""


def fee(pc: int, who: int = 0) -> Step:
    return lambda village: village.a_fee_is_taken(pc=pc, who=who, year=2026, tier=20000)


def void(pc: int) -> Step:
    return lambda village: village.a_receipt_is_void(pc=pc, which=0)


FORGOTTEN_PERSON: list[Step] = [
    backed_up,
    *(*MET, fee(1), fee(1, who=1), void(1)),
    lambda village: village.somebody_corrects(pc=1, who=0, field="household"),
    *(put_back(), sends(1), sends(0), sends(1)),
]
"""B's facts about A's person come to a township that has forgotten the person: fee, void and correction."""


def corrected_above(village: TwoDesks) -> None:
    village.the_township_corrects(pc=0, which=0, field="phone")


FORGOTTEN_WORD: list[Step] = [
    *(*MET, corrects(0), sends(0), sends(1), backed_up, corrected_above, sends(0), sends(1)),
    *(put_back(), sends(1), sends(0)),
]
"""The township corrects in days that its books lose: the desks give it back."""

FORGOTTEN_WORD_CHANGED: list[Step] = [*FORGOTTEN_WORD[:-2], corrects(1), sends(1), corrects(0), sends(0), sends(1)]

FORGOTTEN_WORD_BY_STICK: list[Step] = [*FORGOTTEN_WORD[:-2], by_stick(1), by_stick(1), by_stick(0), corrects(1)]

RESTORED = [OTHER_ORDER, BY_HAND, BY_STICK, ONE_HEARD, BETWEEN, OLD_STICK_FIRST, TWICE_RESTORED, FORGOTTEN_PERSON]
RESTORED += [FORGOTTEN_WORD, FORGOTTEN_WORD_CHANGED, FORGOTTEN_WORD_BY_STICK]


@pytest.mark.parametrize("steps", RESTORED)
def test_two_desks_and_a_restored_township_come_to_the_same_in_whatever_order(steps: list[Step]) -> None:
    play(steps)


def test_a_remark_on_what_came_early_is_over_once_the_township_has_the_rest() -> None:
    """A new life goes by stick, and the file of the life before is lost on the way."""
    village = TwoDesks()
    here, [sent, *_] = village.pcs[0], MET[1:]
    try:
        sent(village)
        village.somebody_registers(pc=0, who=0, field="phone")
        village.a_disk_is_copied(pc=0)
        village.a_desk_is_restored(which=0, told=True)
        village.a_fee_is_taken(pc=0, who=0, year=2026, tier=20000)
        village.a_receipt_is_void(pc=0, which=0)
        village.a_stick_is_written(pc=0)
        min((village.stick / "VD" / "up").glob("*.vdb"), key=lambda each: outbox_epoch(village, each)).unlink()
        village.a_stick_is_at_the_township()
        village.a_stick_comes_home(pc=0)
        [remark] = here.desk.road.state().remarks
        assert "还没有收到这个人的登记" in remark.reason
        assert remark.corrected, "it is on its way"
        sent(village)
        assert here.desk.road.state().remarks == ()
    finally:
        village.teardown()


def outbox_epoch(village: TwoDesks, file: Path) -> int:
    """The ordinal of the life that a batch on the stick is of."""
    epochs = dict(village.pcs[0].store.db.execute("SELECT epoch, ordinal FROM epochs").fetchall())
    return int(epochs[file.name.split("_")[1]])


def test_a_correction_that_the_stick_has_not_brought_yet_is_not_taken_for_forgotten() -> None:
    """The chain of messages has other names, as when the key changed, and the file of the correction is lost."""
    village = TwoDesks()
    here = village.pcs[0]
    try:
        for step in [*MET, lambda all_: all_.the_township_says_something(pc=0, what=0), corrected_above, sends(0)]:
            step(village)
        last = here.store.db.execute("SELECT max(number) FROM came_down").fetchone()[0]
        with here.store.writing() as db:
            db.execute("UPDATE came_down SET id = 'another ' || number WHERE number >= ?", [last - 1])
        village.a_stick_is_written(pc=0)
        village.a_stick_is_at_the_township()
        [lost] = village.stick.rglob(f"{last:09}.vdd")
        lost.unlink()
        village.a_stick_comes_home(pc=0)
        assert here.store.db.execute("SELECT max(number) FROM came_down").fetchone()[0] == last - 1
        given_back = "SELECT count(*) FROM journal WHERE json_extract(body, '$.instead_of') <> ''"
        assert here.store.db.execute(given_back).fetchone()[0] == 0
    finally:
        village.teardown()


COPIED_BACK_TWICE: list[Step] = [
    *(*MET, lambda village: village.a_disk_is_copied(pc=1)),
    *(lambda village: village.a_desk_is_restored(which=0, told=True), sends(1)),
    *(lambda village: village.a_desk_is_restored(which=0, told=True), sends(1)),
]
"""The same old disk twice, with a send between: the second life is at the township before it hears of the first."""


@pytest.mark.parametrize("ids", ["12", "21"])
def test_one_disk_put_back_twice_has_a_life_of_its_own_each_time(monkeypatch: pytest.MonkeyPatch, ids: str) -> None:
    """In whatever order the township tells of the two."""
    made = iter([f"{number}aaaaaaa" for number in (8, 9, *ids, 7, 6, 5)])
    monkeypatch.setattr(journal, "secrets", SimpleNamespace(token_hex=lambda _bytes: next(made)))
    play(COPIED_BACK_TWICE)


def test_a_desk_that_keeps_the_order_it_heard_first_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_desk, "is_another_place", lambda *_: False)
    with pytest.raises(AssertionError, match="knows another person"):
        play(OTHER_ORDER)


def test_a_township_that_forgets_what_came_early_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early.Early, "of", lambda *_: [])
    with pytest.raises(AssertionError, match="knows another person"):
        play(FORGOTTEN_PERSON)


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
    heard_last = person_fields._IN_ORDER.replace("ORDER BY number DESC, place DESC", "ORDER BY place DESC")
    monkeypatch.setattr(person_fields, "_IN_ORDER", heard_last)
    with pytest.raises(AssertionError, match="knows another person"):
        play(BOTH_CORRECT)


def test_a_desk_that_applies_what_it_was_told_before_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "_is_known", lambda *_: False)
    with pytest.raises(IntegrityError, match=r"told\.fact"):
        play(HEALED)


def test_a_desk_that_takes_messages_in_any_place_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "follows", lambda *_: True)
    with pytest.raises(IntegrityError, match=r"came_down\.number"):
        play(OLD_STICK)
