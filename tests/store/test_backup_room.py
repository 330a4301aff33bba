"""A disk that is nearly full of backups: what goes, what never goes, and that it is told before."""

import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desks import PIN, StillClock, new_desk, register, spoil
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, Trouble
from village_desk.store.file import backups, checking, room

PAGE = 4096
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    made = new_desk(tmp_path, clock)
    register(made, "单雄信")
    return made


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A disk beside the desk: so many bytes are free besides what the copies in the folder take."""

    def of(size: int) -> None:
        def usage(_place: Path) -> Usage:
            held = sum(each.stat().st_size for each in tmp_path.rglob("*.vdesk.backups/*"))
            return Usage(size, held, size - held)

        monkeypatch.setattr(shutil, "disk_usage", usage)

    return of


def file_size(desk: Desk) -> int:
    return room.left(desk._store.db, desk.path.parent).file


def back_up(desk: Desk, clock: StillClock, times: int) -> None:
    for _each in range(times):
        clock.move(days=1)
        desk.keeping.back_up()


def test_every_page_of_the_file_is_read_for_a_backup_which_is_the_days_check(desk: Desk, clock: StillClock) -> None:
    desk._store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    desk.close()
    desk = Desk.open(desk.path, PIN, clock)
    desk._store.db.execute("SELECT count(*) FROM journal").fetchone()
    clock.move(days=1)
    assert checking.is_due(desk._store)
    desk.keeping.back_up()
    assert not checking.is_due(desk._store)
    content = desk.path.read_bytes()
    for page in range(1, len(content) // PAGE):
        with desk.path.open("r+b") as file:
            file.seek(page * PAGE + 100)
            file.write(bytes([content[page * PAGE + 100] ^ 0xFF]))
        with pytest.raises(Trouble, match="备份没有做成") as trouble:
            desk.keeping.back_up()
        assert trouble.value.code == "damaged", page
        assert checking.is_due(desk._store), "the next opening looks through the file"
        desk.path.write_bytes(content)
        checking.note_sound(desk._store)
    desk.keeping.back_up()
    desk.close()


def test_the_cap_of_the_setting_holds_and_the_latest_three_stay(desk: Desk, clock: StillClock) -> None:
    back_up(desk, clock, 6)
    assert len(desk.keeping.backups()) == 6
    found = desk.keeping.space()
    assert found.held == sum(each.path.stat().st_size for each in found.backups)
    with desk._store.writing() as db:  # no choice of the settings page is as small as this file
        db.execute("INSERT INTO settings VALUES ('backup_room', '0')")
    newest = desk.keeping.backups()[:2]
    back_up(desk, clock, 1)
    assert [each.path for each in desk.keeping.backups()[1:]] == [each.path for each in newest]
    desk.close()


def test_without_a_choice_the_backups_take_a_quarter_of_what_the_disk_has(
    desk: Desk, clock: StillClock, disk: Callable[[int], None]
) -> None:
    disk(200 * room.GB)
    assert desk.keeping.space().cap == 5 * room.GB
    disk(8 * room.GB)
    assert desk.keeping.space().cap == 2 * room.GB
    back_up(desk, clock, 3)
    assert desk.keeping.space().cap == 2 * room.GB, "whatever they take already"
    desk.keeping.set("backup_room", "10")
    assert desk.keeping.space().cap == 10 * room.GB
    desk.close()


def test_a_nearly_full_disk_lets_older_copies_go_and_never_the_latest_three(
    desk: Desk, clock: StillClock, disk: Callable[[int], None]
) -> None:
    back_up(desk, clock, 6)
    before = desk.keeping.backups()
    disk(room._RESERVE + 6 * file_size(desk) + PAGE)
    back_up(desk, clock, 1)
    after = desk.keeping.backups()
    assert [each.path for each in after[1:]] == [each.path for each in before[:-1]], "as few as it needs"
    disk(room._RESERVE + 3 * file_size(desk) + PAGE)
    with pytest.raises(Trouble) as trouble:
        back_up(desk, clock, 1)
    assert desk.keeping.backups() == after
    assert (trouble.value.code, "还差" in trouble.value.message) == ("disk_full", True)
    assert "U 盘" in trouble.value.cure
    assert register(desk, "某某", serial=2), "work goes on"
    desk.close()


def test_a_desk_that_was_restored_is_opened_though_its_backup_takes_the_last_room(
    desk: Desk, clock: StillClock, disk: Callable[[int], None]
) -> None:
    back_up(desk, clock, 1)
    size = file_size(desk)
    desk.close()
    spoil(desk.path)
    disk(3 * size)
    with Desk.restore(desk.path, PIN, clock) as restored:
        assert len(restored.keeping.backups()) == 2
        assert register(restored, "某某", serial=2)
        assert restored.worklist.at_a_glance()[0].kind.name == "room", "there is no room for the next one"
        with pytest.raises(Trouble, match="还差"):
            restored.keeping.back_up()


def test_a_stick_may_be_filled_to_the_last(desk: Desk, tmp_path: Path, disk: Callable[[int], None]) -> None:
    disk(file_size(desk) + PAGE)
    stick = tmp_path / "U"
    stick.mkdir()
    assert desk.keeping.back_up_to(stick).path.exists()
    disk(file_size(desk) - PAGE)
    with pytest.raises(Trouble, match="那里放不下，还差 4 KB"):
        desk.keeping.back_up_to(stick)
    desk.close()


def test_nothing_goes_for_a_copy_that_would_not_fit_all_the_same(
    desk: Desk, clock: StillClock, disk: Callable[[int], None]
) -> None:
    back_up(desk, clock, 5)
    before = desk.keeping.backups()
    disk(file_size(desk) * 6)
    with pytest.raises(Trouble):
        back_up(desk, clock, 1)
    assert desk.keeping.backups() == before
    desk.close()


def test_nothing_goes_for_a_copy_of_a_damaged_file(desk: Desk, clock: StillClock, disk: Callable[[int], None]) -> None:
    back_up(desk, clock, 6)
    before = desk.keeping.backups()
    disk(room._RESERVE + 6 * file_size(desk) + PAGE)
    desk._store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with desk.path.open("r+b") as file:
        file.seek(-200, 2)
        file.write(bytes(20))
    with pytest.raises(Trouble) as trouble:
        back_up(desk, clock, 1)
    assert trouble.value.code == "damaged"
    assert desk.keeping.backups() == before
    desk.close()


def test_a_draft_that_a_killed_program_left_takes_no_room_from_the_next_backup(
    desk: Desk, clock: StillClock, disk: Callable[[int], None]
) -> None:
    back_up(desk, clock, 1)
    draft = backups.folder_of(desk.path) / ".20261102-093000-1-000001.vdesk.part"
    draft.write_bytes(bytes(5 * file_size(desk)))
    disk(room._RESERVE + 3 * file_size(desk))
    back_up(desk, clock, 1)
    assert not draft.exists() and len(desk.keeping.backups()) == 2
    desk.close()


@pytest.mark.parametrize("at", [0, 50, 100])
def test_a_backup_can_be_stopped_while_it_copies_and_looks_and_leaves_nothing(
    desk: Desk, tmp_path: Path, at: int
) -> None:
    for serial in range(2, 400):
        register(desk, "某某", serial=serial)
    seen: list[int] = []

    def stops(done: int, total: int) -> None:
        seen.append(done)
        assert total == 100
        if done >= at:
            raise Cancelled

    stick = tmp_path / "U"
    stick.mkdir()
    with pytest.raises(Cancelled):
        desk.keeping.back_up_to(stick, stops)
    assert seen == sorted(seen) and seen[-1] >= at
    assert not list(stick.iterdir())
    desk.keeping.back_up()
    desk.close()


@pytest.mark.parametrize(
    ("free", "words"),
    [
        (room._RESERVE + 100 * 2**20, "还差"),
        (room._RESERVE + 900 * 2**20, "只放得下 2 份"),
        (room._RESERVE + 1300 * 2**20, ""),
    ],
)
def test_the_room_is_told_before_it_is_short(free: int, words: str) -> None:
    left = room.Left(430 * 2**20, free)
    assert (words in left.warning()) if words else not left.warning()
    assert bool(left.missing) == (left.further == 0)


def test_a_nearly_full_disk_is_told_for_a_small_file_too() -> None:
    assert "只剩 400.0 MB" in room.Left(PAGE * 100, 400 * 2**20).warning()


def test_backups_that_a_practice_file_left_push_out_none_of_the_new_file(desk: Desk, clock: StillClock) -> None:
    """Its journal was longer; the new file's backups were deleted as soon as they were made, and none was ever due."""
    for each in range(40):
        register(desk, "单雄信", serial=2 * each + 3)
    back_up(desk, clock, 16)
    desk.close()
    for file in desk.path.parent.iterdir():
        if file.is_file():
            file.unlink()
    with new_desk(desk.path.parent, clock) as anew:
        register(anew, "秦琼")
        anew.file_check.run()
        assert not anew.file_check.is_due()
        register(anew, "王伯当", serial=3)
        made = anew.keeping.back_up_when_due()
        assert made is not None and made.path.exists()
        assert anew.keeping.back_up_when_due() is None
        assert [each.path for each in anew.keeping.backups() if each.own][:1] == [made.path]
        assert anew.keeping.backups()[0].path == made.path
        back_up(anew, clock, 3)
        assert sum(each.own for each in anew.keeping.backups()) == 4, "a day keeps its last copy"
