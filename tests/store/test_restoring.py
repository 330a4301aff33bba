"""A backup takes the place of a damaged file only: what that loses is counted before, and nothing sound gives way."""

import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.desks import PIN, VILLAGE, StillClock, new_desk, register, spoil, spoil_little
from village_desk.desk import Desk
from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.services.collecting import Payment
from village_desk.store.connection import engine, witness
from village_desk.store.file import backups
from village_desk.store.file.restoring import Lost


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def path(tmp_path: Path, clock: StillClock) -> Path:
    """A closed desk file: a backup, and afterwards three fees of 600 yuan in all and a correction."""
    with new_desk(tmp_path, clock) as desk:
        people = [register(desk, "某某", serial=serial) for serial in range(1, 150)]
        desk.keeping.back_up()
        for person, yuan in zip(people, (100, 200, 300), strict=False):
            desk.collecting.collect(Payment(person, 2026, yuan * 100))
        desk.registering.correct(people[0], {"phone": "13800000000"})
    return desk.path


def cut(path: Path, share: float) -> None:
    """A part of the file, from there to the end, is zeros."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(int(size * share) // 4096 * 4096)
        file.write(bytes(size - file.tell()))


def set_aside(path: Path) -> list[Path]:
    return list(path.parent.glob(path.name + ".damaged-*"))


def refusal(path: Path, clock: StillClock, pin: str = PIN, backup: Path | None = None) -> str:
    """The code of the refusal, the same from the plan and from the restore; no file was moved."""
    before = sorted(each.name for each in path.parent.iterdir() if each.suffix not in (".json", ".checked"))
    with pytest.raises((Refused, Trouble)) as planned:
        Desk.plan_restore(path, pin, clock, backup)
    with pytest.raises((Refused, Trouble)) as done:
        Desk.restore(path, pin, clock, backup)
    assert sorted(each.name for each in path.parent.iterdir() if each.suffix not in (".json", ".checked")) == before
    assert planned.value.code == done.value.code
    return done.value.code


def test_a_file_that_opens_after_all_is_not_set_aside(path: Path, clock: StillClock) -> None:
    spoil(path)
    with pytest.raises(Trouble):
        Desk.open(path, PIN, clock)
    spoil(path)  # the same bytes turned round again: it is as it was
    assert refusal(path, clock) == "sound"
    with Desk.open(path, PIN, clock) as desk:
        assert len(desk.collecting.recent()) == 3


def test_a_file_that_another_program_holds_is_not_set_aside(
    path: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.05)
    script = (
        "import fcntl, sys; file = open(sys.argv[1], 'r+b'); fcntl.lockf(file, fcntl.LOCK_EX, 1, 0x40000000)\n"
        "print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert refusal(path, clock) == "locked"
        holder.communicate()
    with Desk.open(path, PIN, clock):
        assert refusal(path, clock) == "second_copy"


def test_what_would_be_lost_is_counted_in_the_damaged_file(path: Path, clock: StillClock) -> None:
    spoil_little(path)
    plan = Desk.plan_restore(path, PIN, clock)
    numbers = ("A-2026-000003-6", "A-2026-000002-8", "A-2026-000001-0")
    assert plan.lost == Lost(facts=4, receipts=3, fen=60000, numbers=numbers)
    assert (plan.facts, plan.people, plan.receipts, plan.standing) == (151, 149, 0, True)
    assert plan.village == VILLAGE
    assert plan.made_at == clock.now


@pytest.mark.parametrize("zone", ["UTC", "Asia/Urumqi", "America/New_York"])
def test_the_time_in_a_backups_name_is_the_countrys_whatever_the_pc_is_set_to(
    zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        made = backups.made_at(tmp_path / "20261130-054238-1-001223.vdesk")
    time.tzset()
    assert made is not None
    assert moments.full(made) == "2026-11-30 05:42"


def test_where_only_the_witness_can_be_read_it_is_at_least_what_it_saw(path: Path, clock: StillClock) -> None:
    cut(path, 0.02)
    assert Desk.plan_restore(path, PIN, clock).lost == Lost(facts=3, receipts=1, fen=None, least=True)
    for each in witness.folder_of(path).iterdir():
        each.unlink()
    assert Desk.plan_restore(path, PIN, clock).lost == Lost(None, None, None)


def test_where_the_newest_page_can_be_read_and_an_older_one_cannot_it_is_at_least_what_was_read(
    tmp_path: Path, clock: StillClock
) -> None:
    with new_desk(tmp_path, clock) as desk:
        desk.keeping.back_up()
        for serial in range(1, 150):
            register(desk, "某某", serial=serial)
    content = desk.path.read_bytes()
    found = []
    for page in range(20, len(content) // 4096, 3):
        with desk.path.open("r+b") as file:
            file.seek(page * 4096 + 4000)
            file.write(bytes(each ^ 0xFF for each in content[page * 4096 + 4000 : page * 4096 + 4010]))
        found.append(Desk.plan_restore(desk.path, PIN, clock).lost)
        desk.path.write_bytes(content)
    least = [each.facts or 0 for each in found if each.least]
    assert least and all(0 <= each < 149 for each in least)
    assert max(least) > 0
    assert {each.facts for each in found if not each.least} <= {149, None}


def test_a_backup_that_was_made_after_the_last_fee_loses_no_receipt(tmp_path: Path, clock: StillClock) -> None:
    with new_desk(tmp_path, clock) as desk:
        person = register(desk, "单雄信")
        desk.collecting.collect(Payment(person, 2026, 10000))
        desk.keeping.back_up()
    cut(desk.path, 0)
    assert Desk.plan_restore(desk.path, PIN, clock).lost == Lost(None, 0, 0)


def test_a_backup_from_a_stick_is_the_desk_on_another_pc(path: Path, tmp_path: Path, clock: StillClock) -> None:
    stick = tmp_path / "stick" / "any name"
    stick.parent.mkdir()
    with Desk.open(path, PIN, clock) as desk:
        made = desk.keeping.back_up_to(stick.parent)
    made.path.rename(stick)
    elsewhere = tmp_path / "new pc" / "desk.vdesk"
    plan = Desk.plan_restore(elsewhere, PIN, clock, stick)
    assert (plan.receipts, plan.standing, plan.made_at, plan.lost) == (3, False, None, Lost(None, None, None))
    with Desk.restore(elsewhere, PIN, clock, stick) as desk:
        assert desk.keeping.check().well and len(desk.collecting.recent()) == 3
        assert desk._store.head().ordinal == 2, "the PC that it was made on may have gone on"
    assert not set_aside(elsewhere)
    assert stick.exists()


def test_a_backup_that_does_not_fit_is_refused_and_nothing_moves(path: Path, tmp_path: Path, clock: StillClock) -> None:
    spoil(path)
    [good] = backups.listed(path)
    bad = tmp_path / "bad.vdesk"
    shutil.copyfile(good.path, bad)
    spoil(bad)
    other = Desk.create(tmp_path / "other.vdesk", "another-pin-8", VILLAGE, clock)
    other.close()
    text = tmp_path / "text.vdesk"
    text.write_text("no desk file")
    assert refusal(path, clock, backup=bad) == "backup_damaged"
    assert refusal(path, clock, backup=text) == "backup_damaged"
    assert refusal(path, clock, backup=other.path) == "wrong_pin"
    assert refusal(path, clock, backup=tmp_path / "none") == "no_backup"
    assert refusal(path, clock, backup=path) == "no_backup"
    assert refusal(path, clock, pin="not-the-pin") == "wrong_pin"


def test_a_sound_file_does_not_give_way_to_a_backup_of_another_pin(
    path: Path, tmp_path: Path, clock: StillClock
) -> None:
    with Desk.create(tmp_path / "other.vdesk", "another-pin-8", VILLAGE, clock) as other:
        backup = other.keeping.back_up().path
    shutil.copy(backup, backups.folder_of(path))
    assert refusal(path, clock, pin="another-pin-8") == "wrong_pin", "the backup opens by it, this file does not"
    assert not set_aside(path)


def test_without_what_stands_beside_it_a_damaged_first_page_still_gives_way_to_the_backup(
    path: Path, clock: StillClock
) -> None:
    """The backup proves the PIN; a wrong one is called wrong."""
    path.with_name(path.name + ".json").unlink()
    cut(path, 0)
    assert refusal(path, clock, pin="not-the-pin") == "wrong_pin"
    with Desk.restore(path, PIN, clock) as desk:
        assert desk.finding.count() == 149
    assert len(set_aside(path)) == 1


def test_a_restore_that_was_cut_off_is_a_desk_file_and_no_new_one_is_made_in_its_place(
    path: Path, clock: StillClock
) -> None:
    path.rename(path.with_name(path.name + ".restoring"))
    assert Desk.is_there(path)
    with pytest.raises(Refused) as refused:
        Desk.create(path, PIN, VILLAGE, clock)
    assert refused.value.code == "exists"
    with Desk.open(path, PIN, clock) as desk:
        assert len(desk.collecting.recent()) == 3


def test_where_the_last_step_is_barred_that_is_said_and_the_next_opening_does_it(
    path: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, while a virus scanner holds the damaged file."""
    damaged, replace = spoil(path), os.replace

    def barred(source: Path, target: Path) -> None:
        if Path(source) == path:
            raise PermissionError(errno.EACCES, "held")
        replace(source, target)

    with monkeypatch.context() as patched, pytest.raises(Trouble, match="最后一步") as trouble:
        patched.setattr(os, "replace", barred)
        Desk.restore(path, PIN, clock)
    assert trouble.value.code == "no_permission"
    assert path.read_bytes() == damaged and Desk.is_there(path)
    with Desk.open(path, PIN, clock) as desk:
        assert (desk.finding.count(), desk._store.head().ordinal) == (149, 2)
    assert [each.read_bytes() for each in set_aside(path)] == [damaged]


def test_a_desk_that_is_being_recovered_is_not_restored_over(path: Path, clock: StillClock) -> None:
    spoil(path)
    path.with_name(path.name + ".recovering").write_text(VILLAGE.desk, "ascii")
    with pytest.raises(Refused) as refused:
        Desk.restore(path, PIN, clock)
    assert refused.value.code == "recovering"
