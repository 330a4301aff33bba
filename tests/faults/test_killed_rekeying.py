"""A change of the PIN killed at every call: one of the two PINs opens the file, its attachments and its key."""

import json
import subprocess
import sys
from pathlib import Path

from tests import pictures
from tests.desks import new_desk, register
from tests.faults import moments
from village_desk.services.road import keyring


def test_one_of_the_two_pins_opens_everything_wherever_a_change_dies(tmp_path: Path) -> None:
    folder, rounds = tmp_path / "pc", tmp_path / "rounds"
    for each in (folder, rounds):
        each.mkdir()
    with new_desk(folder) as desk:
        person = register(desk, "单雄信")
        desk.attaching.add(person, pictures.photo(200), "身份证正面")
        public = keyring.key(desk._store).public
        path = desk.path
    command = [sys.executable, "-m", "tests.faults.killed_rekeying", str(folder), path.name, str(rounds)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=moments.SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    assert not found[-1]["killed"], "the last round lived: every earlier call was passed"
    assert len(found) > 15
    for each in found:
        assert each["there"], "there is a file to be opened, always"
        assert (each["well"], each["people"], each["pictures"], each["key"]) == (True, 1, [True], public)
        assert each["left"] == [], "the next opening cleans up"
    assert {each["new"] for each in found if each["killed"]} == {True, False}, "death came before and after"
    if moments.EVERY:
        assert any(each["waited"] for each in found), "also while the new files were on their way"
