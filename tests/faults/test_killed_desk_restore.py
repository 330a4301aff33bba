"""The desk's restore killed at every call: the damaged file or the restored one is there, the next start goes on."""

import json
import subprocess
import sys
from pathlib import Path

from tests.desks import new_desk, register, spoil
from tests.faults import moments


def test_a_desk_is_the_damaged_one_or_the_restored_one_wherever_a_restore_dies(tmp_path: Path) -> None:
    folder, rounds = tmp_path / "pc", tmp_path / "rounds"
    for each in (folder, rounds):
        each.mkdir()
    with new_desk(folder) as desk:
        register(desk, "单雄信")
        desk.keeping.back_up()
        register(desk, "秦叔宝", serial=2)
        path = desk.path
    spoil(path)
    path.with_name(path.name + "-wal").write_bytes(b"what a program that died left there")
    command = [sys.executable, "-m", "tests.faults.killed_desk_restore", str(folder), path.name, str(rounds)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=moments.SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    assert not found[-1]["killed"], "the last round lived: every earlier call was passed"
    assert len(found) > 20
    for each in found:
        assert each["there"], "there is a file to be opened, always"
        assert (each["well"], each["people"], each["aside"], each["left"]) == (True, 1, 1, [])
        assert each["ordinal"] == 2, "in an epoch of its own from the first moment"
    assert {each["damaged"] for each in found if each["killed"]} == {True, False}, "death came before and after"
    if moments.EVERY:
        assert any(each["waited"] for each in found), "also while the restored file was on its way"
