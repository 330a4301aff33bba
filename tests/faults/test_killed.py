"""The program killed in the middle of a fee: either the whole receipt or nothing, at every point that was tried."""

import json
import subprocess
import sys
from pathlib import Path

from tests.desks import new_desk, register
from tests.faults import moments

MOST_ROUNDS = 8000 if moments.EVERY else 80


def test_a_fee_is_whole_or_not_at_all_wherever_the_program_dies(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        people = [register(desk, "某某", serial=serial) for serial in range(1, MOST_ROUNDS + 1)]
    command = [sys.executable, "-m", "tests.faults.killed", str(desk.path), str(tmp_path / "announced"), *people]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=moments.SECONDS, check=True)
    rounds = [json.loads(line) for line in ended.stdout.splitlines()]
    assert not rounds[-1]["killed"], "the last round lived: every earlier point was passed"
    assert sum(each["killed"] for each in rounds) >= 15
    assert {each["fault"] for each in rounds} == {""}
    assert all(each["receipts"] == each["journal"] <= 1 for each in rounds)
    assert {each["receipts"] for each in rounds if each["killed"]} == {0, 1}, "death came before and after the commit"
    assert not any(each["lost"] for each in rounds)
    assert all(each["witnessed"] for each in rounds), "a number is known outside of what is noted beside the file"
    assert rounds[-1]["unprinted"] == sum(each["receipts"] for each in rounds), "no paper is forgotten"
