"""Backups on another disk: noted with place and time, due after a week, a stick that was pulled out is said."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests import failing
from tests.desks import StillClock, new_desk, register
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.store.file import sticks


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is a stick to this PC."""
    root = tmp_path / "U"
    root.mkdir()
    monkeypatch.setenv(sticks.VARIABLE, str(root))
    return root


def test_a_backup_on_a_stick_is_known_from_then_on(tmp_path: Path, stick: Path, clock: StillClock) -> None:
    with new_desk(tmp_path / "pc", clock) as desk:
        assert desk.keeping.last_outside_backup() is None
        assert desk.keeping.sticks() == [stick]
        made = desk.keeping.back_up_to(stick)
        assert desk.keeping.last_outside_backup() == made
        found = desk.keeping.outside_standing()
        assert (found.days, found.new, found.is_due) == (0, 0, False)
        register(desk, "单雄信")
        clock.move(days=6)
        assert not desk.keeping.outside_standing().is_due
        clock.move(days=1)
        found = desk.keeping.outside_standing()
        assert (found.days, found.new, found.is_due) == (7, 1, True)
        assert "2026-11-02" in found.in_words() and "1 条" in found.in_words()
    with Desk.open(desk.path, "gou-er-2026", clock) as again:
        assert again.keeping.last_outside_backup() == made


def test_a_week_without_anything_new_asks_for_no_copy(tmp_path: Path, stick: Path, clock: StillClock) -> None:
    with new_desk(tmp_path / "pc", clock) as desk:
        desk.keeping.back_up_to(stick)
        clock.move(days=30)
        assert not desk.keeping.outside_standing().is_due


def test_a_desk_that_was_never_copied_is_due_a_week_after_its_first_fact(tmp_path: Path, clock: StillClock) -> None:
    with new_desk(tmp_path / "pc", clock) as desk:
        assert not desk.keeping.outside_standing().is_due
        clock.move(days=7)
        found = desk.keeping.outside_standing()
        assert found.is_due and found.last is None and "还没有" in found.in_words()


def test_a_folder_on_the_same_disk_is_no_other_place(
    tmp_path: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(sticks.VARIABLE, "")
    desktop = tmp_path / "桌面"
    desktop.mkdir()
    with new_desk(tmp_path / "pc", clock) as desk:
        desk.keeping.back_up_to(desktop)
        assert desk.keeping.last_outside_backup() is None


def test_the_note_of_another_file_says_nothing_of_this_one(tmp_path: Path, stick: Path, clock: StillClock) -> None:
    with new_desk(tmp_path / "pc", clock) as desk:
        desk.keeping.back_up_to(stick)
    desk.path.unlink()
    with new_desk(tmp_path / "pc", clock) as other:
        assert other.keeping.last_outside_backup() is None


def test_a_stick_pulled_out_and_a_full_one_are_told_apart(tmp_path: Path, stick: Path, clock: StillClock) -> None:
    def pulled(done: int, total: int) -> None:
        if stick.exists():
            stick.rename(stick.with_name("gone"))

    with new_desk(tmp_path / "pc", clock) as desk:
        with failing.calls("pwrite", errno.ENOSPC, stick), pytest.raises(Trouble) as full:
            desk.keeping.back_up_to(stick)
        assert "U 盘不见了" not in full.value.message
        assert not [each for each in stick.iterdir() if each.suffix == ".vdesk"]
        with pytest.raises(Trouble) as gone:
            desk.keeping.back_up_to(stick, pulled)
        assert gone.value.code == "stick_gone" and "U 盘不见了" in gone.value.message
        assert desk.keeping.last_outside_backup() is None


def test_linux_tells_a_stick_by_its_plug_and_reads_places_with_blanks(tmp_path: Path) -> None:
    devices, blocks = tmp_path / "devices", tmp_path / "block"
    blocks.mkdir()
    for path, removable in (("pci0/usb1/1-1/sda/sda1", "0"), ("pci0/ata1/sdb/sdb2", "0"), ("pci0/mmc/sdc", "1")):
        part = devices / path
        part.mkdir(parents=True)
        disk = part.parent if part.name[-1].isdigit() else part
        (disk / "removable").write_text(removable + "\n", "ascii")
        (blocks / part.name).symlink_to(part)
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sdb2 / ext4 rw 0 0\nproc /proc proc rw 0 0\n"
        "/dev/sda1 /media/王\\040会计 vfat rw 0 0\n/dev/sdc /media/card vfat rw 0 0\n",
        "utf-8",
    )
    assert [*sticks.mounted(mounts, blocks)] == [Path("/media/王 会计"), Path("/media/card")]
    assert [*sticks.mounted(tmp_path / "none", blocks)] == []
