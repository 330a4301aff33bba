"""A rebuild killed anywhere: the tables are those of before or of after, with all their indexes, and can be rebuilt."""

import json
import subprocess
import sys
from pathlib import Path

from tests.desks import new_desk, register
from tests.faults import moments
from tests.faults.killed_rebuild import indexes
from village_desk.services.collecting import Payment

FEES = 12


def test_a_file_is_whole_and_rebuilds_again_wherever_a_rebuild_dies(tmp_path: Path) -> None:
    folder, rounds = tmp_path / "pc", tmp_path / "rounds"
    for each in (folder, rounds):
        each.mkdir()
    with new_desk(folder) as desk:
        for serial in range(1, FEES + 1):
            desk.collecting.collect(Payment(register(desk, "单雄信", serial=serial), 2026, 10000))
        whole = {"well": True, "indexes": indexes(desk), "paid": FEES}
        path = desk.path
    command = [sys.executable, "-m", "tests.faults.killed_rebuild", str(folder), path.name, str(rounds)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=moments.SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    assert not found[-1]["killed"], "the last round lived: every earlier statement was passed"
    assert len(found) > 5
    assert all(each["found"] == each["again"] == whole for each in found)
