"""Backup and restore as a script sees them, a full and a read-only disk, and a file that fails under a command."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests import failing
from tests.desks import PIN, new_desk, register, spoil_little
from tests.failing import full, read_only
from village_desk.commands.program import main
from village_desk.desk import Desk
from village_desk.services.collecting import Payment
from village_desk.store.connection import engine, troubles
from village_desk.store.file import backups

pytestmark = pytest.mark.usefixtures("still")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A closed desk file: one person, a backup, and a fee since."""
    folder = tmp_path / "pc"
    folder.mkdir()
    with new_desk(folder) as desk:
        person = register(desk, "单雄信")
        desk.keeping.back_up()
        desk.collecting.collect(Payment(person, 2026, 10000))
    return desk.path


def run(file: Path, *words: str, given: str | None = None) -> Result:
    environment = {"VILLAGE_DESK_PIN": PIN, "VILLAGE_DESK_FILE": str(file)}
    return CliRunner().invoke(main, [*words], env=environment, input=given)


def test_a_backup_on_a_stick_says_where_it_lies_and_what_is_in_it(file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    done = run(file, "backup", "--to", str(stick), "--json")
    found = json.loads(done.stdout)
    [made] = stick.iterdir()
    assert (done.exit_code, found["backup"]) == (0, str(made))
    assert (found["desk"], found["facts"], found["people"], found["receipts"]) == ("429004103002-A", 4, 1, 1)
    assert made.name.startswith("429004103002-A-") and made.stat().st_mode & 0o77 == 0
    words = run(file, "backup", "--to", str(stick)).stdout
    assert str(stick) in words and "1 人" in words and "凭条 1 张" in words
    assert len(backups.listed(file)) == 1, "the ring beside the file is its own"


def test_status_and_check_report_the_backups_and_their_room(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [made] = backups.listed(file)
    for command in ("status", "check"):
        found = json.loads(run(file, command, "--json").stdout)["backups"]
        assert (found["count"], found["bytes"]) == (1, made.path.stat().st_size)
        assert found["oldest_at"] == found["newest_at"] == made.made_at.isoformat()
        assert found["further"] > 3 and found["free"] > found["cap"] > found["file"] > 0
        assert found["warning"] == ""
    usage = shutil.disk_usage(file.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage._replace(free=2**20))
    for command in ("status", "check"):
        assert "磁盘快满了，放新备份还差" in run(file, command).stdout
        assert json.loads(run(file, command, "--json").stdout)["backups"]["further"] == 0
    refused = json.loads(run(file, "backup", "--json").stdout)
    assert (refused["error"], "还差" in refused["message"]) == ("disk_full", True)
    assert backups.listed(file) == [made]


def test_a_backup_that_cannot_be_made_leaves_nothing_on_the_stick(file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    refused = run(file, "backup", "--to", str(stick), "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["error"]) == (1, "no_folder")
    stick.mkdir()
    for beyond in (0, 20 * 4096):  # at once, and in the middle of the copy
        stick.joinpath(troubles.PROBE).symlink_to("/dev/full")
        with failing.calls("pwrite", errno.ENOSPC, stick, "", beyond):
            refused = run(file, "backup", "--to", str(stick), "--json")
        assert (refused.exit_code, json.loads(refused.stdout)["error"]) == (1, "disk_full")
        assert not [each.name for each in stick.iterdir() if each.name != troubles.PROBE]
        stick.joinpath(troubles.PROBE).unlink(missing_ok=True)
    own = backups.folder_of(file)
    assert json.loads(run(file, "backup", "--to", str(own), "--json").stdout)["error"] == "same_place"


def test_a_backup_without_a_place_stands_beside_the_file(file: Path) -> None:
    found = json.loads(run(file, "backup", "--json").stdout)
    assert Path(found["backup"]) == backups.listed(file)[0].path


def test_a_restore_says_what_is_lost_and_waits_for_a_yes(file: Path) -> None:
    damaged = spoil_little(file)
    assert "请用 restore" in run(file, "status").stderr
    asked = run(file, "restore", "--json")
    found = json.loads(asked.stdout)
    assert (asked.exit_code, found["restored"]) == (1, False)
    assert found["lost"] == {"facts": 1, "receipts": 1, "fen": 10000, "at_least": False, "numbers": ["A-2026-000001-0"]}
    assert file.read_bytes() == damaged
    words = run(file, "restore").stderr
    assert "有 1 条" in words and "凭条 1 张" in words and "100 元" in words and "--yes" in words
    done = json.loads(run(file, "restore", "--yes", "--json").stdout)
    assert done["restored"] and Path(done["kept"]).read_bytes() == damaged
    assert json.loads(run(file, "check", "--json").stdout)["well"]


def test_a_restore_of_a_file_that_opens_is_refused(file: Path) -> None:
    before = file.read_bytes()
    refused = run(file, "restore", "--yes", "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["error"]) == (1, "sound")
    assert file.read_bytes() == before


def test_a_restore_from_a_stick_makes_the_desk_on_a_new_pc(file: Path, tmp_path: Path) -> None:
    stick, elsewhere = tmp_path / "stick", tmp_path / "new" / "desk.vdesk"
    stick.mkdir()
    made = json.loads(run(file, "backup", "--to", str(stick), "--json").stdout)["backup"]
    found = json.loads(run(elsewhere, "restore", made, "--yes", "--json").stdout)
    assert (found["restored"], found["kept"], found["receipts"]) == (True, "", 1)
    assert found["lost"] == {"facts": None, "receipts": None, "fen": None, "at_least": False, "numbers": []}
    assert found["made_at"], "its name says when"
    assert json.loads(run(elsewhere, "check", "--json").stdout)["receipts"] == 1


def test_where_nothing_can_be_written_find_and_status_go_on_and_a_fee_is_refused(file: Path) -> None:
    person = file.parent / "person"
    with Desk.open(file, PIN) as desk:
        [found] = desk.finding.find("单雄信")
        person.write_text(found.resident.id_number)
    fee = ("collect", person.read_text(), "--year", "2025", "--tier", "100", "--json")
    for barred, where, code in ((read_only, file.parent, "no_permission"), (full, file, "disk_full")):
        for words in (("find", "单雄信"), ("status",)):
            with barred(where):
                looked = run(file, *words)
            assert looked.exit_code == 0, looked.output
            assert "只能看" in looked.stderr and ("单雄信" in looked.stdout or "status" in words)
        with barred(where):
            refused = run(file, *fee)
        assert refused.stdout, repr(refused.exception)
        said = json.loads(refused.stdout)
        assert (refused.exit_code, said["error"] in (code, "file")) == (1, True)
    with Desk.open(file, PIN) as desk:
        assert len(desk.collecting.recent()) == 1


def test_a_disk_that_fails_under_a_command_is_told(file: Path) -> None:
    """Not while the file is opened but while the command reads it."""
    with Desk.open(file, PIN) as desk:
        for serial in range(10, 400):
            register(desk, "某某", serial=serial)
    shutil.rmtree(backups.folder_of(file))
    with failing.calls("pread", errno.ETIMEDOUT, file.parent, ".vdesk", 110 * 4096):
        told = run(file, "status", "--json")
    assert (told.exit_code, json.loads(told.stdout)["error"]) == (1, "disk")
    assert "损坏" not in told.output


@pytest.mark.parametrize("at", ["COMMIT", "paper"])
def test_money_is_said_though_somebody_stops_the_command_behind_it(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Ctrl+C while the disk is waited for: what was committed is kept, and is not called undone."""
    _stopped(monkeypatch, at)
    with Desk.open(file, PIN) as desk:
        [person] = desk.finding.roster()
        number = person.resident.id_number
    words = ("collect", number, "--year", "2026", "--tier", "100", "--again", "补一档", "--sure", "A-2026-000001-0")
    ended = run(file, *words, "--out", str(tmp_path / "凭条.pdf"))
    assert ended.exit_code == 3, ended.output
    assert ended.stderr.startswith("已经记下：收 2026 年养老保险费 100 元，凭条 A-2026-000002-")
    assert "什么也没有改" not in ended.output
    monkeypatch.undo()
    assert json.loads(run(file, "status", "--json").stdout)["receipts"] == 2
    assert not [each for each in tmp_path.iterdir() if each.suffix == ".part"]


def test_a_command_that_is_stopped_before_anything_was_recorded_says_that(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stopped(monkeypatch, "BEGIN IMMEDIATE")
    ended = run(file, "void", "A-2026-000001-0", "--reason", "写错了")
    assert (ended.exit_code, "没有记下什么" in ended.stderr) == (1, True)


def _stopped(monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """Somebody presses Ctrl+C behind that statement of SQL, or while the paper goes onto the disk."""
    real_execute, real_sync = engine.Database.execute, os.fsync

    def execute(self: engine.Database, sql: str, *values: Any) -> Any:
        found = real_execute(self, sql, *values)
        if sql == at:
            raise KeyboardInterrupt
        return found

    def fsync(file: int) -> None:
        if at == "paper" and Path(f"/proc/self/fd/{file}").readlink().name == ".凭条.pdf.part":
            raise KeyboardInterrupt
        real_sync(file)

    monkeypatch.setattr(engine.Database, "execute", execute)
    monkeypatch.setattr(os, "fsync", fsync)


def test_the_pin_is_changed_and_what_opens_the_old_backups_is_said(file: Path) -> None:
    new = "xin-kou-ling-7"
    environment = {"VILLAGE_DESK_PIN": PIN, "VILLAGE_DESK_FILE": str(file), "VILLAGE_DESK_NEW_PIN": new}
    done = CliRunner().invoke(main, ["change-pin", "--json"], env=environment)
    found = json.loads(done.stdout)
    assert (done.exit_code, found["changed"], found["old_backups"]) == (0, True, 1)
    assert run(file, "status").exit_code == 1, "the old PIN opens nothing"
    environment |= {"VILLAGE_DESK_PIN": new, "VILLAGE_DESK_NEW_PIN": "zai-huan-8"}
    words = CliRunner().invoke(main, ["change-pin"], env=environment).stdout
    assert "旧口令" in words and "2 份" in words
    environment["VILLAGE_DESK_PIN"] = "zai-huan-8"
    for weak, why in (("1234", "太短"), ("234567", "顺着排"), ("19700512", "生日"), ("13800001234", "电话")):
        refused = CliRunner().invoke(main, ["change-pin"], env=environment | {"VILLAGE_DESK_NEW_PIN": weak})
        assert refused.exit_code == 1 and why in refused.stderr
    assert run(file, "change-pin").exit_code == 2, "without a new PIN nobody is asked in a script"


def test_a_backup_is_chosen_over_a_sound_file_with_what_would_change(file: Path) -> None:
    [backup] = backups.listed(file)
    assert run(file, "restore", str(backup.path)).exit_code == 1, "a sound file gives way to none by accident"
    asked = run(file, "restore", str(backup.path), "--chosen")
    assert asked.exit_code == 1 and "A-2026-000001-0" in asked.stderr and "还没有恢复" in asked.stderr
    assert run(file, "restore", "--chosen").exit_code == 2
    done = json.loads(run(file, "restore", str(backup.path), "--chosen", "--yes", "--json").stdout)
    assert done["restored"] and Path(done["kept"]).exists()
    assert json.loads(run(file, "check", "--json").stdout)["receipts"] == 0


def test_a_backup_of_before_the_pin_was_changed_comes_back_under_the_new_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = "xin-kou-ling-7"
    [backup] = backups.listed(file)
    Desk.change_pin(file, PIN, new)
    environment = {"VILLAGE_DESK_PIN": new, "VILLAGE_DESK_FILE": str(file)}
    words = ["restore", str(backup.path), "--chosen", "--yes"]
    refused = CliRunner().invoke(main, words, env=environment)
    assert refused.exit_code == 1 and "做备份时的口令" in refused.stderr
    done = CliRunner().invoke(main, words, env=environment | {"VILLAGE_DESK_BACKUP_PIN": PIN})
    assert done.exit_code == 0, done.stderr
    assert CliRunner().invoke(main, ["check"], env=environment).exit_code == 0, "the PIN of now opens it"
    assert run(file, "check").exit_code == 1
