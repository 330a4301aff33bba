"""A backup on a nearly full disk killed at every call: three whole copies are there, whatever went for the new one."""

import json
import subprocess
import sys
from pathlib import Path

from tests.desks import StillClock, new_desk, register
from tests.faults import moments


def test_three_whole_backups_are_there_wherever_a_backup_dies(tmp_path: Path) -> None:
    folder, rounds, clock = tmp_path / "pc", tmp_path / "rounds", StillClock()
    for each in (folder, rounds):
        each.mkdir()
    clock.move(days=-10)
    with new_desk(folder, clock) as desk:
        for serial in range(1, 6):
            clock.move(days=1)
            register(desk, "单雄信", serial=serial)
            desk.keeping.back_up()
        register(desk, "秦叔宝", serial=9)
        with desk._store.writing() as db:
            db.execute("INSERT INTO settings VALUES ('backup_room', '0')")
        path = desk.path
    command = [sys.executable, "-m", "tests.faults.killed_backup", str(folder), path.name, str(rounds)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=moments.SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    assert not found[-1]["killed"], "the last round lived: every earlier call was passed"
    assert len(found) > 20
    for each in found:
        assert each["whole"] and each["count"] >= 3
        assert each["latest"] == 3 or each["made"], "none of the latest three goes before the new one counts"
        assert (each["left"], each["then"]) == ([], 3)
    assert {each["made"] for each in found if each["killed"]} == {True, False}, "death came before and after"
    assert {each["count"] for each in found if each["killed"]} >= {4, 5}, "and after the first one went"
