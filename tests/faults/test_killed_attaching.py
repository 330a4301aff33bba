"""A desk killed while it attaches or removes a picture: wholly there or not at all, and no lone content stays."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desks import new_desk
from tests.faults import moments


@pytest.mark.parametrize("deed", ["add", "remove"])
def test_an_attachment_is_there_wholly_or_not_at_all_wherever_the_program_dies(tmp_path: Path, deed: str) -> None:
    with new_desk(tmp_path) as desk:
        path = desk.path
    command = [sys.executable, "-m", "tests.faults.killed_attaching", str(path), deed]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=moments.SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr
    rounds = [json.loads(line) for line in ended.stdout.splitlines()]
    assert not rounds[-1]["killed"], "the last round lived: every earlier moment was passed"
    assert sum(each["killed"] for each in rounds) >= 3
    for each in rounds:
        assert (each["well"], each["whole"], each["orphans_then"]) == (True, True, 0)
    assert {each["listed"] for each in rounds} <= {0, 1}
    if moments.EVERY:
        assert {each["listed"] for each in rounds[:-1]} == {0, 1}, "death came before and after the fact"
    assert (rounds[-1]["listed"], rounds[-1]["orphans"]) == (int(deed == "add"), 0)
