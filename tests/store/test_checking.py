"""The look through the whole file: not at the start, once a day, before a backup; what it finds is told as it is."""

import errno
import json
import threading
from pathlib import Path

import pytest

from tests import failing
from tests.desks import PIN, StillClock, new_desk, register, spoil_table
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, Trouble
from village_desk.domain.basics.progress import Progress
from village_desk.services.collecting import Payment
from village_desk.store.file import checking


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    """A desk of one person with a backup, closed once, so that all of it stands in the file itself."""
    with new_desk(tmp_path, clock) as made:
        register(made, "单雄信")
        made.keeping.back_up()
    return Desk.open(made.path, PIN, clock)


def damaged(desk: Desk) -> Trouble:
    found = desk.file_check.run()
    assert found is not None and found.code == "damaged"
    return found


def test_a_file_is_looked_through_once_a_day(desk: Desk, clock: StillClock) -> None:
    assert not desk.file_check.is_due(), "it was, before the backup"
    clock.move(days=1)
    assert desk.file_check.is_due()
    assert desk.file_check.run() is None
    assert not desk.file_check.is_due()
    desk.close()


def test_a_damage_that_nobody_met_does_not_hold_up_the_opening_and_is_told_by_the_check(
    tmp_path: Path, clock: StillClock
) -> None:
    with new_desk(tmp_path, clock) as made:
        person = register(made, "单雄信")
        made.keeping.back_up()
        made._store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        spoil_table(made, "later_verdicts")
    with Desk.open(made.path, PIN, clock) as desk:
        assert desk.finding.person(person).name == "单雄信"
        assert "2026" in damaged(desk).cure, "the backup is named by its time"
        assert "去恢复" in damaged(desk).cure
        register(desk, "某某", serial=2)
        assert desk.finding.count() == 2, "work goes on where it can"
    with pytest.raises(Trouble) as trouble:
        Desk.open(made.path, PIN, clock)
    assert trouble.value.code == "damaged"
    with Desk.restore(made.path, PIN, clock) as restored:
        assert restored.finding.person(person).name == "单雄信" and restored.keeping.check().well
    with Desk.open(made.path, PIN, clock) as again:
        assert not again.file_check.is_due()


def test_a_damage_behind_an_open_program_is_found(desk: Desk) -> None:
    spoil_table(desk, "later_verdicts")
    damaged(desk)
    assert desk.file_check.is_due(), "it is told again until it is mended"
    desk.close()


def test_no_backup_is_made_of_a_damaged_file_and_none_goes_for_it(desk: Desk, clock: StillClock) -> None:
    before = desk.keeping.backups()
    spoil_table(desk, "later_verdicts")
    clock.move(days=1)
    register(desk, "某某", serial=2)
    with pytest.raises(Trouble, match="备份没有做成") as trouble:
        desk.keeping.back_up_when_due()
    assert trouble.value.code == "damaged"
    assert desk.keeping.backups() == before
    assert not [each for each in before[0].path.parent.iterdir() if each.suffix != ".vdesk"]
    desk.close()


def test_fees_are_taken_while_the_file_is_looked_through_and_a_sound_file_is_never_called_damaged(desk: Desk) -> None:
    """Every fee is followed by a checkpoint, which writes pages under the eyes of the check."""
    results: list[Trouble | None] = []
    ends = threading.Event()

    def looks() -> None:
        with desk.again() as own:
            while not ends.is_set():
                results.append(own.file_check.run())

    looking = threading.Thread(target=looks)
    looking.start()
    try:
        for serial in range(2, 40):
            person = register(desk, "某某", serial=serial)
            desk.collecting.collect(Payment(person, 2026, 10000))
            desk._store.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    finally:
        ends.set()
        looking.join()
    assert results and not any(results)
    desk.close()


def stopping(after: int) -> Progress:
    looks = iter(range(after))

    def progress(_done: int, _total: int) -> None:
        if next(looks, None) is None:
            raise Cancelled

    return progress


@pytest.mark.parametrize("after", [0, 3])
def test_a_check_is_stopped_in_the_middle_and_leaves_nothing_behind(
    desk: Desk, clock: StillClock, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(checking, "_STEPS", 1)
    clock.move(days=1)
    with pytest.raises(Cancelled):
        desk.file_check.run(stopping(after))
    assert desk.file_check.is_due()
    register(desk, "某某", serial=2)
    assert desk.file_check.run() is None
    desk.close()


def test_two_checks_do_not_run_at_once_and_the_one_that_waits_can_be_stopped(desk: Desk) -> None:
    reached, goes_on = threading.Event(), threading.Event()

    def slow(_done: int, _total: int) -> None:
        reached.set()
        goes_on.wait()

    def looks() -> None:
        with desk.again() as own:
            own.file_check.run(slow)

    looking = threading.Thread(target=looks)
    looking.start()
    reached.wait()
    try:
        with pytest.raises(Cancelled):
            desk.file_check.run(stopping(0))
        register(desk, "某某", serial=2)
    finally:
        goes_on.set()
        looking.join()
    assert desk.file_check.run() is None
    desk.close()


def test_a_disk_that_fails_under_the_check_is_the_disk_and_not_the_file(desk: Desk, clock: StillClock) -> None:
    clock.move(days=1)
    failing_disk = failing.calls("pread", errno.ETIMEDOUT, desk.path.parent, ".vdesk", 40 * 4096)
    with failing_disk, pytest.raises(Trouble) as trouble:
        desk.file_check.run()
    assert trouble.value.code == "disk"
    assert desk.file_check.run() is None
    desk.close()
    Desk.open(desk.path, PIN, clock).close()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"salt": 3}', '{"salt": "00", "day": "2026-11-02"}'])
def test_a_note_that_makes_no_sense_vouches_for_nothing(desk: Desk, clock: StillClock, content: str) -> None:
    desk.close()
    place = desk.path.with_name(desk.path.name + checking.ENDING)
    whole = json.loads(place.read_text("utf-8"))
    place.write_text(content, "utf-8")
    spoil_table_of(desk.path, clock)
    place.write_text(content, "utf-8")
    with pytest.raises(Trouble) as trouble:
        Desk.open(desk.path, PIN, clock)
    assert trouble.value.code == "damaged" and whole["day"] == "2026-11-02"


def spoil_table_of(path: Path, clock: StillClock) -> None:
    with Desk.open(path, PIN, clock) as desk:
        spoil_table(desk, "later_verdicts")
